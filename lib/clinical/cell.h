#pragma once
// What a cell of every format has in common: surrounding blanks, the words for a missing value, and what a
// number may be. How a number is written is each format's rule.

#include "clinical/cell_text.h"
#include "util/trimmed.h"

#include <string_view>

namespace padchestd::clinical {

enum class NumberForm { integer, decimal };

struct NumberRange {
    double lowest, highest; // both allowed
};

// `text` is a word for a missing value: `nan`, `NaN`, `None` or `NA`.
[[nodiscard]] bool is_missing_word(std::string_view text);

// The trimmed value, or nothing where the cell is missing: empty, or one of those words.
// Inline: a transform calls it five million times a feed, and nearly every cell passes the two tests.
[[nodiscard]] inline OptionalText value_of(std::string_view cell) {
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

} // namespace padchestd::clinical
