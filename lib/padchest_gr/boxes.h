#pragma once
// Boxes around findings, as Python or JSON print a list of them: `[[0.1, 0.2, 0.35, 0.4], …]`, each left,
// top, right and bottom in shares of the image's width and height.

#include "padchest/number_text.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace padchestd::padchest_gr {

// Of one finding; the published ones have at most about twenty.
inline constexpr std::size_t kMostBoxes = 256;

struct BoxList {
    std::string json; // in one form however it was written: `[[0.1,0.2,0.35,0.4]]`, `[]` for none
    std::size_t count = 0;
};

// Round brackets do as well as square ones. Nothing for anything else: a box of other than four numbers, one
// outside of 0 to 1, or whose right or bottom is not beyond its left or top; more than kMostBoxes.
[[nodiscard]] std::optional<BoxList> parse_boxes(std::string_view text, padchest::NumberReader& numbers);

} // namespace padchestd::padchest_gr
