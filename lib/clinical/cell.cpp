#include "clinical/cell.h"

namespace padchestd::clinical {

bool is_missing_word(std::string_view text) {
    return text == "nan" || text == "NaN" || text == "None" || text == "NA";
}

} // namespace padchestd::clinical
