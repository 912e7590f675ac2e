#pragma once
// Whether bytes are UTF-8 as Postgres takes it: the Unicode standard's table 3-7 (no overlong form, no
// surrogate, nothing above U+10FFFF). A NUL is valid UTF-8; that Postgres cannot store it is another matter.

#include <cstddef>
#include <string_view>

namespace padchestd::feed {

[[nodiscard]] bool is_utf8(std::string_view bytes);

// Bytes of the UTF-8 character that `bytes` begin with; 0 where they begin with none.
[[nodiscard]] std::size_t utf8_length(std::string_view bytes);

} // namespace padchestd::feed
