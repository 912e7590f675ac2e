#include "operation/audit.h"

#include "operation/audit_feed.h"
#include "operation/sql.h"
#include "pg/transaction.h"
#include "store/checkpoint.h"
#include "store/early_encounter.h"

namespace padchestd::operation {

namespace {

void check_ledger(pg::Connection& connection, const std::string& feed, AuditReport& report) {
    const auto sums =
        connection.query("add up the ledger",
                         "select count(distinct generation) as generations, count(*) as batches, "
                         "coalesce(sum(end_offset - start_offset), 0) as bytes from ingest.batches where "
                         "feed = $1 and kind = 'feed'",
                         {feed});
    report.generations = sums.only()["generations"].integer();
    report.batches = sums.only()["batches"].integer();
    report.ledger_bytes = sums.only()["bytes"].integer();
    const auto found = connection.query("check the ledger", sql::audit_ledger, {feed});
    for (const pg::Row row : found) {
        if (report.differences.size() == kMostDifferences) break;
        report.differences.push_back(row["difference"].string());
    }
}

void check_births(pg::Connection& connection, AuditReport& report) {
    const auto early = store::find_early_encounters(connection);
    if (early.count == 0) return;
    report.differences.push_back(store::problem(early) +
                                 "; the daemon draws a patient again for them when it starts");
}

} // namespace

AuditReport audit(pg::Connection& connection, const config::Settings& settings,
                  const clinical::Mapping& mapping) {
    AuditReport report;
    pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
    check_ledger(connection, settings.feed.name, report);
    const auto checkpoint = store::read_checkpoint(connection, settings.feed.name);
    if (checkpoint && checkpoint->position.byte_offset > 0 && report.differences.empty())
        audit_feed(connection, settings, mapping, *checkpoint, report);
    check_births(connection, report);
    return report;
}

} // namespace padchestd::operation
