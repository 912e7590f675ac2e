#pragma once
// Cells of the table: missing values and numbers. Numbers stay text in one form however the file was saved
// (`58` for `58.0`), so that a copy that was saved again holds the same content.

#include "clinical/rejection.h"
#include "clinical/study.h"

#include <optional>
#include <string_view>

namespace padchestd::nih {

// The trimmed value; nothing where the cell is empty or holds what pandas reads as missing.
[[nodiscard]] clinical::OptionalText value_of(std::string_view cell);

enum class NumberForm {
    integer, // `58`, also `58.0`
    decimal, // digits, and a point with digits after it; no sign and no exponent
};

struct NumberRange {
    double lowest, highest; // both allowed
};

struct Number {
    clinical::OptionalText text;            // a part of the cell; nothing where it is missing
    double value = 0;                       // of text
    std::optional<clinical::Reason> reason; // bad_number or number_out_of_range; then the rest means nothing
};

[[nodiscard]] Number number_of(std::string_view cell, NumberForm form, NumberRange range);

} // namespace padchestd::nih
