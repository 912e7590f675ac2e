#pragma once
// One quoted string of Python text, decoded. No prefixes (b'', r''), no triple quotes.

#include <optional>
#include <string>
#include <string_view>

namespace padchestd::padchest {

// `rest` begins with ' or ". Takes the string off its front and gives the content as UTF-8; nothing (and an
// unspecified `rest`) where it does not end or holds an escape that is not one of Python's, a surrogate or
// NUL.
[[nodiscard]] std::optional<std::string> take_python_string(std::string_view& rest);

} // namespace padchestd::padchest
