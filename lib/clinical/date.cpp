#include "clinical/date.h"

namespace padchestd::clinical {

namespace {

// The value of `text`, decimal digits only; nothing for any other byte.
std::optional<unsigned> digits(std::string_view text) {
    unsigned value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

std::optional<Date> date_of(std::string_view year, std::string_view month, std::string_view day) {
    const auto y = digits(year);
    const auto m = digits(month);
    const auto d = digits(day);
    if (!y || !m || !d) return std::nullopt;
    const Date date{std::chrono::year{static_cast<int>(*y)}, std::chrono::month{*m}, std::chrono::day{*d}};
    if (*y == 0 || !date.ok()) return std::nullopt; // Postgres has no year 0
    return date;
}

void append_digits(std::string& text, unsigned value, unsigned divisor) {
    for (; divisor > 0; divisor /= 10) text += static_cast<char>('0' + value / divisor % 10);
}

} // namespace

std::optional<Date> parse_dicom_date(std::string_view text) {
    if (text.size() != 8) return std::nullopt;
    return date_of(text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
}

std::optional<Date> parse_iso_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    return date_of(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2));
}

std::string iso_text(Date date) {
    std::string text;
    append_digits(text, static_cast<unsigned>(static_cast<int>(date.year())), 1000);
    text += '-';
    append_digits(text, static_cast<unsigned>(date.month()), 10);
    text += '-';
    append_digits(text, static_cast<unsigned>(date.day()), 10);
    return text;
}

} // namespace padchestd::clinical
