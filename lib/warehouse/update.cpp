#include "warehouse/update.h"

#include "pg/cluster.h"
#include "util/time_text.h"
#include "warehouse/rebuild.h"
#include "warehouse/sql.h"

#include <cstdint>

namespace padchestd::warehouse {

namespace {

// A changed encounter costs about as much as ten in a rebuild, which costs little where the store is small.
constexpr std::int64_t kIncrementCost = 10;
constexpr std::int64_t kSmallChange = 2'000;

struct Look {
    bool queued;
    bool built;
    std::optional<std::string> tampered; // what somebody else did to a table
};

Look look(pg::Connection& connection) {
    const pg::Result result = connection.query("look at the warehouse's state", sql::look);
    if (result.empty()) return {false, true, "ingest.warehouse_state was emptied"};
    const pg::Row state = result.only();
    std::optional<std::string> tampered;
    if (const auto part = state["emptied"].optional_string())
        tampered = "dwh." + *part + " was emptied";
    else if (const auto other = state["filled"].optional_string())
        tampered = "dwh." + *other + " was filled by somebody else";
    return {state["queued"].boolean(), state["built"].boolean(), tampered};
}

bool most_is_queued(pg::Connection& connection) {
    const pg::Result rows = connection.query("look at the warehouse's queues", sql::queued_share);
    const pg::Row share = rows.only();
    const std::int64_t queued =
        share["changed"].integer() + share["of_patients"].integer() + share["of_diagnoses"].integer();
    const auto present = share["present"].integer();
    return queued > kSmallChange && queued * kIncrementCost > present + queued;
}

// Since the tables were analyzed.
bool has_doubled(const pg::Row& state) {
    return state["encounters"].integer() >= 2 * state["analyzed_encounters"].integer() + kSmallChange;
}

void analyze(pg::Connection& connection, std::int64_t encounters) {
    connection.script("analyze the warehouse", sql::analyze);
    connection.query("keep the warehouse's state",
                     "update ingest.warehouse_state set analyzed_encounters = $1::bigint", {encounters});
}

} // namespace

bool blames_warehouse(const pg::Error& error) {
    return error.sqlstate().substr(0, 2) == "23" && error.diagnosis().schema == "dwh";
}

bool nothing_to_do(pg::Connection& connection) {
    const Look state = look(connection);
    return state.built && !state.queued && !state.tampered;
}

std::optional<RebuildReason> reason_to_rebuild(pg::Connection& connection) {
    const Look state = look(connection);
    if (!state.built) return RebuildReason{"first load", false};
    if (state.tampered) return RebuildReason{*state.tampered, true};
    const pg::Result sums = connection.query("look at the warehouse's sums", sql::disagreement);
    if (const auto part = sums.value().optional_string())
        return RebuildReason{*part + " is not what the last refresh left", true};
    if (most_is_queued(connection)) return RebuildReason{"most of the store changed", false};
    return std::nullopt;
}

Update::Update(pg::Connection& connection)
    : connection_(connection)
    , on_cluster_(pg::is_cluster(connection))
    , transaction_(connection, pg::Isolation::repeatable_read) {
    if (on_cluster_) {
        // First, as a batch writes the checkpoint before it locks anything else. Updates exclude each other
        // by it: the snapshot is taken by what comes next, which has to come before the workers are locked.
        connection_.script("hold up the batches", "lock table ingest.checkpoint in share row exclusive mode");
        pg::settle_workers(connection_);
    }
    // The store's tables too, in one order: whoever alters them (a first load) is waited for here, not
    // half-way.
    connection_.script("take the warehouse's lock", sql::lock);
    // What the workers send has neither statistics nor an index.
    if (on_cluster_)
        connection_.script("choose a cluster's plans",
                           "set local enable_seqscan = on; set local enable_nestloop = off");
}

RefreshResult Update::bring_up(const util::Clock& clock, const std::optional<RebuildReason>& reason,
                               std::size_t encounters_at_once) {
    RefreshResult result;
    if (reason) {
        result.changed = rebuild(connection_) > 0;
        result.full = true;
        result.damaged = reason->damaged;
        result.reason = reason->text;
    } else {
        const Increment increment = follow_queues(connection_, encounters_at_once);
        result.changed = increment.rows > 0;
        result.encounters = increment.encounters;
        result.members = increment.members;
    }
    return end(std::move(result), clock, "{}");
}

RefreshResult Update::build_first(const util::Clock& clock, const SecondSession& second) {
    std::string snapshot;
    if (!on_cluster_)
        snapshot = connection_.query("share the snapshot", "select pg_export_snapshot()").value().text();
    second.begin(snapshot);
    const auto report_tables = snapshot.empty() ? ReportTables::here : ReportTables::elsewhere;
    RefreshResult result{
        .full = true, .changed = rebuild(connection_, report_tables) > 0, .reason = "first load"};
    return end(std::move(result), clock, second.finish());
}

// `filled_elsewhere`: tables, as a text[] literal.
RefreshResult Update::end(RefreshResult result, const util::Clock& clock,
                          const std::string& filled_elsewhere) {
    const pg::Result kept = connection_.query("keep the warehouse's state", sql::keep_state,
                                              {util::rfc3339(clock.now()), result.full, filled_elsewhere});
    const pg::Row state = kept.only();
    const auto encounters = state["encounters"].integer();
    if (result.full) {
        result.encounters = encounters;
        connection_.script("forget the differences of the warehouse",
                           "delete from ingest.warehouse_difference");
    }
    if (has_doubled(state)) {
        // A cluster refuses ANALYZE, which talks to all nodes, where this node's own shards were read before.
        if (on_cluster_)
            to_analyze_ = encounters;
        else
            analyze(connection_, encounters);
    }
    return result;
}

void Update::commit() {
    transaction_.commit();
    if (!to_analyze_) return;
    pg::Transaction transaction(connection_);
    analyze(connection_, *to_analyze_);
    transaction.commit();
}

} // namespace padchestd::warehouse
