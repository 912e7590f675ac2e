#pragma once
// Numbers of the table. They stay text in one form however the file was saved
// (`58` for `58.0`), so that a copy that was saved again holds the same content.

#include "clinical/cell.h"
#include "clinical/rejection.h"

#include <optional>
#include <string_view>

namespace padchestd::nih {

struct Number {
    clinical::OptionalText text;            // a part of the cell; nothing where it is missing
    double value = 0;                       // of text
    std::optional<clinical::Reason> reason; // bad_number or number_out_of_range; then the rest means nothing
};

// An integer is `58`, also `58.0`; a decimal has digits, and a point with digits after it: no sign, no
// exponent.
[[nodiscard]] Number number_of(std::string_view cell, clinical::NumberForm form, clinical::NumberRange range);

} // namespace padchestd::nih
