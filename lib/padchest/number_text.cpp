#include "padchest/number_text.h"

#include <algorithm>
#include <charconv>

namespace padchestd::padchest {

namespace {

// Longest number of the real feed: 18 bytes. A bound keeps a cell full of zeros from passing as a number.
constexpr std::size_t kMaxNumberBytes = 64;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

NumberText within(clinical::Text text, double value, NumberRange range) {
    if (value < range.lowest || value > range.highest) return {text, clinical::Reason::number_out_of_range};
    return {text, std::nullopt};
}

// Most cells: a few digits and nothing else, whose value needs no general parser.
bool is_short_natural(clinical::Text text) {
    return text.size() <= 9 && std::all_of(text.begin(), text.end(), is_digit);
}

double short_natural(clinical::Text text) {
    unsigned value = 0;
    for (const char c : text) value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
}

// `12.00` → `12`; nothing where the part after the point is not all zeros, or where there is an exponent.
std::optional<clinical::Text> integral_part(clinical::Text text) {
    const std::size_t point = text.find_first_not_of("-0123456789");
    if (point == clinical::Text::npos) return text;
    if (text[point] != '.' || text.find_first_not_of('0', point + 1) != clinical::Text::npos)
        return std::nullopt;
    const clinical::Text whole = text.substr(0, point);
    return whole.empty() || whole == "-" ? std::nullopt : std::optional(whole);
}

} // namespace

NumberText number_text(clinical::Text cell, NumberForm form, NumberRange range) {
    if (is_short_natural(cell)) return within(cell, short_natural(cell), range);
    if (cell.size() > 1 && cell.front() == '+' && cell[1] != '-') cell.remove_prefix(1);
    // from_chars would take `inf` and `nan` in every spelling: a number starts with a digit, or a point
    // before one.
    const clinical::Text unsigned_part = !cell.empty() && cell.front() == '-' ? cell.substr(1) : cell;
    const std::size_t start = !unsigned_part.empty() && unsigned_part.front() == '.' ? 1 : 0;
    if (cell.size() > kMaxNumberBytes || start >= unsigned_part.size() || !is_digit(unsigned_part[start])) {
        return {cell, clinical::Reason::bad_number};
    }
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (end != cell.data() + cell.size()) return {cell, clinical::Reason::bad_number};
    if (error == std::errc::result_out_of_range) return {cell, clinical::Reason::number_out_of_range};
    if (error != std::errc{}) return {cell, clinical::Reason::bad_number};
    if (form == NumberForm::integer) {
        const auto whole = integral_part(cell);
        if (!whole) return {cell, clinical::Reason::bad_number};
        cell = *whole;
    }
    return within(cell, value, range);
}

} // namespace padchestd::padchest
