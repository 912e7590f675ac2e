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

bool is_missing_word(std::string_view text) {
    return text == "nan" || text == "NaN" || text == "None" || text == "NA";
}

} // namespace padchestd::padchest
