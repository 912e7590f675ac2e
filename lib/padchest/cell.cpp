#include "padchest/cell.h"

namespace padchestd::padchest {

namespace {

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

} // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view without_zero_fraction(std::string_view text) {
    const std::size_t mark = text.find_last_not_of('0');
    if (mark == std::string_view::npos || mark == 0) return text;
    return text[mark] == '.' || text[mark] == ',' ? text.substr(0, mark) : text;
}

bool is_missing_word(std::string_view text) {
    return text == "nan" || text == "NaN" || text == "None" || text == "NA";
}

} // namespace padchestd::padchest
