#pragma once
// A text without the white space around it.

#include <string_view>

namespace padchestd::util {

// Of ASCII's six white-space characters. A view into `text`.
[[nodiscard]] std::string_view trimmed(std::string_view text);

} // namespace padchestd::util
