#pragma once
// What of the warehouse follows from the reports alone: fact_report and agg_keyword. Taking texts apart costs
// a third of a rebuild, so a first warehouse has these two filled on a session of its own, beside the rest.

#include "pg/connection.h"
#include "warehouse/star.h"

#include <string>
#include <string_view>

namespace padchestd::warehouse {

[[nodiscard]] bool follows_from_reports(std::string_view table);

// Fills both tables. Inside a transaction. Returns those that hold a row then, as a text[] literal of the
// names in dwh.filled_table.
[[nodiscard]] std::string fill_report_tables(pg::Connection& connection);

// The SELECT of an aggregate's contributions with the rows of fact_report derived in place: for a session
// that does not see the table's.
[[nodiscard]] std::string without_report_tables(const Aggregate& aggregate);

} // namespace padchestd::warehouse
