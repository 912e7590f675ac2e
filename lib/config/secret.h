#pragma once
// Keeps passwords out of whatever is shown of a connection string.

#include <string>
#include <string_view>

namespace padchestd::config {

// The conninfo with the value of each `password=` and `sslpassword=` (also as a URI parameter), and the
// password in a URI's `user:password@`, replaced by `***`. Masks rather too much where the string is
// malformed.
[[nodiscard]] std::string mask_conninfo(std::string_view conninfo);

// Whether mask_conninfo would hide anything.
[[nodiscard]] bool holds_secret(std::string_view conninfo);

} // namespace padchestd::config
