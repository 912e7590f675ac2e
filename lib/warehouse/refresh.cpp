#include "warehouse/refresh.h"

#include "pg/error.h"
#include "util/step.h"
#include "warehouse/sql.h"
#include "warehouse/update.h"

#include <optional>

namespace padchestd::warehouse {

namespace {

RefreshResult run(pg::Connection& connection, const util::Clock& clock, std::optional<RebuildReason> reason) {
    util::step("refresh_begin");
    Update update(connection);
    if (!reason) reason = reason_to_rebuild(connection);
    RefreshResult result = update.bring_up(clock, reason);
    util::step("refresh_commit");
    update.commit();
    util::step("refresh_done");
    return result;
}

} // namespace

RefreshResult refresh(pg::Connection& connection, const util::Clock& clock) {
    if (nothing_to_do(connection)) return {};
    try {
        return run(connection, clock, std::nullopt);
    } catch (const pg::Error& error) {
        if (!blames_warehouse(error)) throw;
        return run(connection, clock,
                   RebuildReason{"dwh." + error.diagnosis().table + " contradicts the store", true});
    }
}

RefreshResult refresh_first(pg::Connection& connection, const util::Clock& clock,
                            const SecondSession& second) {
    util::step("refresh_begin");
    Update update(connection);
    if (!is_first(connection)) return {};
    RefreshResult result = update.build_first(clock, second);
    util::step("refresh_commit");
    update.commit();
    util::step("refresh_done");
    return result;
}

bool is_first(pg::Connection& connection) {
    return connection
        .query("look for a warehouse", "select exists (select from ingest.warehouse_state where rebuilt_at "
                                       "is null or encounters = 0)")
        .value()
        .boolean();
}

RefreshResult refresh_full(pg::Connection& connection, const util::Clock& clock) {
    return run(connection, clock, RebuildReason{"asked for", false});
}

RefreshLag refresh_lag(pg::Connection& connection) {
    const pg::Result rows = connection.query("look at the warehouse's lag", sql::lag);
    const pg::Row lag = rows.only();
    return {lag["queued_encounters"].integer(), lag["queued_members"].integer(),
            lag["oldest_change"].optional_string().value_or("")};
}

} // namespace padchestd::warehouse
