#include "nih/number.h"

#include <charconv>

namespace padchestd::nih {

namespace {

constexpr std::size_t kLongestNumber = 32; // of the published table: 19

bool are_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Without zeros that say nothing: `58` for `058.0`.
std::string_view shortest(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point != std::string_view::npos) {
        text = text.substr(0, text.find_last_not_of('0') + 1);
        if (text.size() == point + 1) text.remove_suffix(1);
    }
    while (text.size() > 1 && text[0] == '0' && text[1] != '.') text.remove_prefix(1);
    return text;
}

bool has_form(std::string_view text) {
    if (text.size() > kLongestNumber) return false;
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return are_digits(text);
    return are_digits(text.substr(0, point)) && are_digits(text.substr(point + 1));
}

} // namespace

Number number_of(std::string_view cell, clinical::NumberForm form, clinical::NumberRange range) {
    const auto value = clinical::value_of(cell);
    if (!value) return {};
    Number number;
    number.text = shortest(*value);
    const std::string_view text = *number.text;
    const bool whole = text.find('.') == std::string_view::npos;
    if (!has_form(*value) || (form == clinical::NumberForm::integer && !whole)) {
        number.reason = clinical::Reason::bad_number;
        return number;
    }
    std::from_chars(text.data(), text.data() + text.size(), number.value);
    if (number.value < range.lowest || number.value > range.highest)
        number.reason = clinical::Reason::number_out_of_range;
    return number;
}

} // namespace padchestd::nih
