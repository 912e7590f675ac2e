#pragma once
// The whole warehouse from the store: the first load, and the fallback.
//
// It shares its SQL with the increment (warehouse/star.h defines each row once), not with verify: so
// verify's rebuild, which is other SQL, checks both, and rebuild and increment give the same rows.

#include "pg/connection.h"

#include <cstdint>

namespace padchestd::warehouse {

// Who fills what follows from the reports alone (warehouse/report_tables.h).
enum class ReportTables { here, elsewhere };

// Inside a transaction with one snapshot that holds the warehouse's lock. Empties the queues as far as the
// snapshot sees them. Facts and members that are right already are not touched; aggregates are counted again.
// Returns the rows written.
std::int64_t rebuild(pg::Connection& connection, ReportTables report_tables = ReportTables::here);

} // namespace padchestd::warehouse
