#include "warehouse/report_slices.h"

#include "pg/cluster.h"
#include "pg/transaction.h"
#include "warehouse/report_tables.h"

#include <utility>

namespace padchestd::warehouse {

namespace {

constexpr std::string_view kSlice = "fill dwh.fact_report beside the first load";

// Once it was built, all changes are queued.
bool was_never_built(pg::Connection& connection) {
    return connection
        .query(kSlice, "select exists (select from ingest.warehouse_state where rebuilt_at is null)")
        .value()
        .boolean();
}

// A cluster's tables have no blocks on this node.
bool may_begin(pg::Connection& connection) {
    if (pg::is_cluster(connection) || !was_never_built(connection)) return false;
    return connection.query(kSlice, "select not exists (select from dwh.fact_report)").value().boolean();
}

std::int64_t end_block(pg::Connection& connection) {
    return connection
        .query(kSlice, "select pg_relation_size('ods.reports') / current_setting('block_size')::bigint")
        .value()
        .integer();
}

// Updates of the warehouse wait, as they do for a batch. What a crash of the server takes away again with the
// transaction ends this session, too.
void prepare(pg::Connection& connection) {
    connection.script(kSlice, "lock table ingest.warehouse_state in row exclusive mode; "
                              "set local synchronous_commit = off; set local jit = off");
}

} // namespace

ReportSlices::ReportSlices(pg::Connection& connection, std::function<std::int64_t()> committed)
    : connection_(connection)
    , committed_(std::move(committed))
    , whole_(may_begin(connection)) {}

// The rows of a batch that is under way are in the blocks already, and are not seen yet. So the blocks wait
// until it has committed.
void ReportSlices::extend() {
    if (whole_ && committed_() > end_.batches && end_.block > filled_to_) {
        pg::Transaction transaction(connection_);
        prepare(connection_);
        whole_ = was_never_built(connection_);
        if (!whole_) return;
        fill_reports_in(connection_, filled_to_, end_.block);
        transaction.commit();
        filled_to_ = end_.block;
    }
    const auto block = end_block(connection_);
    end_ = {block, committed_()};
}

} // namespace padchestd::warehouse
