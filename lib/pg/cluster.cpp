#include "pg/cluster.h"

#include "pg/error.h"
#include "pg/sql.h"

namespace padchestd::pg {

namespace {

constexpr std::string_view kConnectionFailure = "08006";
constexpr std::string_view kCannotConnectNow = "57P03";

} // namespace

bool is_cluster(Connection& connection) {
    constexpr std::string_view kAttempt = "look for a cluster";
    const auto list = connection.query(kAttempt, "select to_regclass('pg_catalog.pg_dist_partition')");
    if (list.value().is_null()) return false;
    return connection.query(kAttempt, "select exists (select from pg_dist_partition where partmethod = 'h')")
        .value()
        .boolean();
}

void settle_workers(Connection& connection) {
    constexpr std::string_view kAttempt = "work on the cluster";
    const auto rows = connection.query(kAttempt, sql::unsettled_workers);
    const Row workers = rows.only();
    const auto silent = workers["silent"].integer();
    if (silent > 0)
        throw Error(kAttempt, kConnectionFailure,
                    std::to_string(silent) + (silent == 1 ? " worker does" : " workers do") +
                        " not answer the coordinator");
    if (workers["held_back"].integer() == 0) return;
    if (!workers["may_settle"].boolean())
        throw Error(kAttempt, kCannotConnectNow,
                    "a worker holds a transaction back that the coordinator has ended; Citus settles it "
                    "within citus.recover_2pc_interval, or at once where this role may execute "
                    "recover_prepared_transactions()");
    connection.query(kAttempt, "select recover_prepared_transactions()");
}

} // namespace padchestd::pg
