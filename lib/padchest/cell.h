#pragma once
// What every cell of the feed has in common: surrounding blanks, and the ways of saying that there is no
// value.

#include "clinical/study.h"
#include "util/trimmed.h"

#include <string_view>

namespace padchestd::padchest {

// `1930` for `1930.0` (or `1930,0`), as programs write it that hold a column with gaps as floating-point
// numbers; another cell as it is. A view into `text`.
[[nodiscard]] std::string_view without_zero_fraction(std::string_view text);

// `text` is one of the feed's words for a missing value: `nan`, `NaN`, `None` or `NA`.
[[nodiscard]] bool is_missing_word(std::string_view text);

// The trimmed value, or nothing where the cell is missing: empty, or one of those words.
// Inline, since the transform asks it five million times a feed and nearly every cell passes the two tests.
[[nodiscard]] inline clinical::OptionalText value_of(std::string_view cell) {
    if (cell.empty()) return std::nullopt;
    if (cell.front() <= ' ' ||
        cell.back() <= ' ') { // or a byte of another alphabet, which trimming leaves alone
        cell = util::trimmed(cell);
        if (cell.empty()) return std::nullopt;
    }
    // All the words begin with one of two letters, which few values do.
    if ((cell.front() == 'n' || cell.front() == 'N') && is_missing_word(cell)) return std::nullopt;
    return cell;
}

} // namespace padchestd::padchest
