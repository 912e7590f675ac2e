#pragma once
// Cells of columns that a feed may lack.

#include "clinical/cell.h"
#include "feed/record.h"

#include <cstddef>
#include <optional>

namespace padchestd::padchest_gr {

// The trimmed value; nothing where it is missing, or where the header lacks the column.
[[nodiscard]] inline clinical::OptionalText cell_of(const feed::Record& record,
                                                    std::optional<std::size_t> place) {
    return place ? clinical::value_of(record.fields[*place]) : std::nullopt;
}

} // namespace padchestd::padchest_gr
