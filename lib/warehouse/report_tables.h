#pragma once
// What of the warehouse follows from the reports alone: fact_report and agg_keyword. Taking texts apart costs
// a third of a rebuild, so a first warehouse has these two filled on a session of its own, beside the rest.

#include "pg/connection.h"
#include "warehouse/star.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace padchestd::warehouse {

[[nodiscard]] bool follows_from_reports(std::string_view table);

// How much of fact_report is there already.
enum class ReportRows {
    unknown, // none, or rows that may differ from the store
    sliced   // as fill_reports_in() (ReportSlices) wrote them, and whatever changed since is in the change
             // queue
};

// Fills both tables. Inside a transaction. Returns those that hold a row then, as a text[] literal of the
// names in dwh.filled_table.
[[nodiscard]] std::string fill_report_tables(pg::Connection& connection, ReportRows there);

// Adds the rows of fact_report for the reports in these blocks of their table, as far as the transaction sees
// them; a row that is there already stays.
void fill_reports_in(pg::Connection& connection, std::int64_t first_block, std::int64_t end_block);

// The SELECT of an aggregate's contributions with the rows of fact_report derived in place: for a session
// that does not see the table's.
[[nodiscard]] std::string without_report_tables(const Aggregate& aggregate);

} // namespace padchestd::warehouse
