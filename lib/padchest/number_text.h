#pragma once
// Numbers of the feed, checked for form and range and left as text that Postgres takes: no digit is lost to a
// floating-point type on the way.

#include "clinical/rejection.h"
#include "clinical/study.h"

#include <optional>
#include <string_view>

namespace padchestd::padchest {

enum class NumberForm {
    integer, // `12`, also `12.0`; no exponent. Comes out as digits with at most a sign before them
    decimal, // `0.143`, `-2.5`, `2.0470e+03`
};

struct NumberRange {
    double lowest;
    double highest;
};

struct NumberText {
    clinical::Text text;                    // a view into the cell; without a leading `+`
    std::optional<clinical::Reason> reason; // bad_number or number_out_of_range; then `text` means nothing
};

// `cell` is trimmed and not missing. Infinity, hexadecimal digits, digit separators and anything longer than
// 64 bytes are no numbers.
[[nodiscard]] NumberText number_text(clinical::Text cell, NumberForm form, NumberRange range);

} // namespace padchestd::padchest
