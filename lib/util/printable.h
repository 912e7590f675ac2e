#pragma once
// Text of a feed or a database as a terminal may show it.

#include <string>
#include <string_view>

namespace padchestd::util {

// `text` without what a terminal would obey: control characters of C0 and C1 (an escape, a carriage return),
// DEL and the bytes that are not UTF-8 become `?`. So do the characters that change the direction of text. A
// terminal's title, colours and clipboard stay as they are.
[[nodiscard]] std::string printable(std::string_view text);

} // namespace padchestd::util
