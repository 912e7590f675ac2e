#include "padchest/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace padchestd::padchest {

namespace {

using clinical::Text;

// Longest number of the real feed: 18 bytes. A bound keeps a cell full of zeros from passing as a number.
constexpr std::size_t kMaxNumberBytes = 64;

// The public file saved with decimal commas makes a few thousand of them.
constexpr std::size_t kMadeBytes = std::size_t{64} * 1024;
constexpr std::size_t kEntryBytes = 160; // of the cache, with its node, beside the texts

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

NumberText within(Text text, double value, clinical::NumberRange range) {
    if (value < range.lowest || value > range.highest) return {text, clinical::Reason::number_out_of_range};
    return {text, std::nullopt};
}

// Most cells: a few digits and nothing else, whose value needs no general parser and whose text is its own.
bool is_short_natural(Text text) {
    return text.size() <= 9 && (text.size() == 1 || text.front() != '0') &&
           std::all_of(text.begin(), text.end(), is_digit);
}

double short_natural(Text text) {
    unsigned value = 0;
    for (const char c : text) value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
}

Text without_leading_zeros(Text digits) {
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

Text without_trailing_zeros(Text digits) {
    return digits.substr(0, digits.find_last_not_of('0') + 1);
}

// A number that from_chars took.
struct Parts {
    explicit Parts(Text number)
        : negative(number.front() == '-') {
        if (negative) number.remove_prefix(1);
        const std::size_t e = number.find_first_of("eE");
        if (e != Text::npos) {
            has_exponent = true;
            const std::size_t sign = number[e + 1] == '+' ? 2 : 1;
            std::from_chars(number.data() + e + sign, number.data() + number.size(), exponent);
            number = number.substr(0, e);
        }
        const std::size_t point = std::min(number.find('.'), number.size());
        whole = number.substr(0, point);
        fraction = without_trailing_zeros(number.substr(std::min(point + 1, number.size())));
    }

    bool negative, has_exponent = false;
    int exponent = 0;
    Text whole, fraction;
};

// The text as a part of the number; nothing where it is none.
std::optional<Text> part_of(Text number) {
    const Parts parts(number);
    if (parts.has_exponent) return std::nullopt;
    Text whole = without_leading_zeros(parts.whole);
    if (whole.empty() && parts.fraction.empty()) return number.substr(number.find('0'), 1);
    if (whole.empty() && !parts.whole.empty()) whole = parts.whole.substr(parts.whole.size() - 1);
    if (whole.empty() || (parts.negative && whole.size() < parts.whole.size())) return std::nullopt;
    const char* const begin = parts.negative ? number.data() : whole.data();
    const Text last = parts.fraction.empty() ? whole : parts.fraction;
    return Text(begin, static_cast<std::size_t>(last.data() + last.size() - begin));
}

// The same from any form.
std::string built(Text number) {
    const Parts parts(number);
    std::string digits(parts.whole);
    digits += parts.fraction;
    int power = parts.exponent - static_cast<int>(parts.fraction.size()); // of ten, of the last digit
    const auto significant = without_trailing_zeros(digits);
    power += static_cast<int>(digits.size() - significant.size());
    digits = std::string(without_leading_zeros(significant));
    if (digits.empty()) return "0";
    const auto size = static_cast<int>(digits.size());
    std::string text = parts.negative ? "-" : "";
    if (power >= 0 && size + power <= static_cast<int>(kMaxNumberBytes))
        return text + digits + std::string(static_cast<std::size_t>(power), '0');
    if (power < 0 && -power < size)
        return text + digits.insert(digits.size() - static_cast<std::size_t>(-power), ".");
    if (power < 0 && -power <= static_cast<int>(kMaxNumberBytes))
        return text + "0." + std::string(static_cast<std::size_t>(-power - size), '0') + digits;
    return text + digits + "e" + std::to_string(power);
}

// `12.00` and no exponent.
bool is_whole(Text number) {
    const Parts parts(number);
    return !parts.has_exponent && parts.fraction.empty() && !parts.whole.empty();
}

} // namespace

NumberReader::NumberReader(bool decimal_comma)
    : decimal_comma_(decimal_comma)
    , made_(kMadeBytes) {}

NumberText NumberReader::operator()(Text cell, clinical::NumberForm form, clinical::NumberRange range) {
    if (is_short_natural(cell)) return within(cell, short_natural(cell), range);
    if (cell.size() > kMaxNumberBytes) return {cell, clinical::Reason::bad_number};
    if (cell.size() > 1 && cell.front() == '+' && cell[1] != '-') cell.remove_prefix(1);
    std::array<char, kMaxNumberBytes> with_point{};
    Text number = cell;
    const std::size_t comma = decimal_comma_ ? cell.find(',') : Text::npos;
    if (comma != Text::npos) {
        std::copy(cell.begin(), cell.end(), with_point.begin());
        with_point.at(comma) = '.';
        number = Text(with_point.data(), cell.size());
    }
    // from_chars would take `inf` and `nan` in every spelling: a number starts with a digit, or a point
    // before one.
    const Text unsigned_part = !number.empty() && number.front() == '-' ? number.substr(1) : number;
    const std::size_t start = !unsigned_part.empty() && unsigned_part.front() == '.' ? 1 : 0;
    if (start >= unsigned_part.size() || !is_digit(unsigned_part[start]))
        return {cell, clinical::Reason::bad_number};
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (end != number.data() + number.size()) return {cell, clinical::Reason::bad_number};
    if (error == std::errc::result_out_of_range) return {cell, clinical::Reason::number_out_of_range};
    if (error != std::errc{}) return {cell, clinical::Reason::bad_number};
    if (form == clinical::NumberForm::integer && !is_whole(number))
        return {cell, clinical::Reason::bad_number};
    const NumberText result = within(cell, value, range);
    return result.reason ? result : NumberText{made(cell, number), std::nullopt};
}

Text NumberReader::made(Text cell, Text number) {
    if (const auto part = part_of(number)) {
        const Text same = cell.substr(static_cast<std::size_t>(part->data() - number.data()), part->size());
        if (same == *part) return same; // else a comma is among it
    }
    if (const std::string* known = made_.find(cell)) return *known;
    new_bytes_ += cell.size() + kEntryBytes;
    return *made_.add(cell, built(number));
}

void NumberReader::begin_batch() {
    made_.begin_batch();
    new_bytes_ = 0;
}

} // namespace padchestd::padchest
