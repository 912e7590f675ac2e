#pragma once
// What programs make of a cell that holds a whole number. Missing values: clinical/cell.h.

#include <string_view>

namespace padchestd::padchest {

// `1930` for `1930.0` (or `1930,0`), as programs write it that hold a column with gaps as floating-point
// numbers; another cell as it is. A view into `text`.
[[nodiscard]] std::string_view without_zero_fraction(std::string_view text);

} // namespace padchestd::padchest
