#pragma once
// The checks of the store and the warehouse, by the three ideas of OHDSI's Data Quality Dashboard. A check is
// a query that counts rows and those of them that fail; which share may fail is no part of it (thresholds.h).

#include <span>
#include <string_view>

namespace padchestd::quality {

struct Check {
    std::string_view category; // completeness, plausibility or conformance
    std::string_view name;     // `encounters_without_image`: unique over all categories
    std::string_view sql;      // one row: checked rows, failing rows

    // What fails it, for people: the query's comment.
    [[nodiscard]] std::string_view description() const;
};

// By category and name, in this order. One for each file of sql/CATEGORY/.
[[nodiscard]] std::span<const Check> checks();

} // namespace padchestd::quality
