#include "padchest/cell.h"

namespace padchestd::padchest {

std::string_view without_zero_fraction(std::string_view text) {
    const std::size_t mark = text.find_last_not_of('0');
    if (mark == std::string_view::npos || mark == 0) return text;
    return text[mark] == '.' || text[mark] == ',' ? text.substr(0, mark) : text;
}

} // namespace padchestd::padchest
