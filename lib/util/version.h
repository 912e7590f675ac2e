#pragma once
// The program's version, written once, in project() of the top CMakeLists.txt.

#include <string_view>

namespace padchestd::util {

[[nodiscard]] std::string_view version();

} // namespace padchestd::util
