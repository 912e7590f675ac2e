#include "warehouse/rebuild.h"

#include "util/step.h"
#include "warehouse/claims.h"
#include "warehouse/pool.h"
#include "warehouse/report_tables.h"
#include "warehouse/sql.h"
#include "warehouse/star.h"

#include <optional>

namespace padchestd::warehouse {

std::int64_t rebuild(pg::Connection& connection, ReportTables report_tables) {
    const bool all_here = report_tables == ReportTables::here;
    connection.script("prepare a rebuild", sql::whole_store);
    empty_queues(connection);
    util::step("refresh_claimed");

    const Star& tables = star();
    std::int64_t rows = 0;
    util::step("refresh_dimensions");
    for (const DerivedTable* dimension : {&tables.dates, &tables.patients, &tables.facilities,
                                          &tables.diagnoses, &tables.ancestors, &tables.procedure_kinds})
        rows += write_all(connection, *dimension);
    util::step("refresh_facts");
    for (const DerivedTable& fact : tables.facts) {
        if (all_here || !follows_from_reports(fact.name)) rows += write_all(connection, fact);
    }
    util::step("refresh_aggregates");
    for (const Aggregate& aggregate : tables.aggregates) {
        if (all_here)
            rows += recount(connection, aggregate);
        else if (!follows_from_reports(aggregate.name))
            rows += recount(connection, aggregate, without_report_tables(aggregate));
    }
    rows += recount_pool(connection);
    return rows +
           connection.query("drop unused kinds of image", sql::drop_procedures, {std::nullopt}).affected();
}

} // namespace padchestd::warehouse
