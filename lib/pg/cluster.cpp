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
    if (connection.query(kAttempt, "select to_regclass('pg_catalog.pg_dist_partition')").is_null(0, 0))
        return false;
    return connection.query(kAttempt, "select exists (select from pg_dist_partition where partmethod = 'h')")
        .boolean(0, 0);
}

void settle_workers(Connection& connection) {
    constexpr std::string_view kAttempt = "work on the cluster";
    const auto workers = connection.query(kAttempt, sql::unsettled_workers);
    const auto silent = workers.integer(0, 0);
    if (silent > 0)
        throw Error(kAttempt, kConnectionFailure,
                    std::to_string(silent) + (silent == 1 ? " worker does" : " workers do") +
                        " not answer the coordinator");
    if (workers.integer(0, 1) == 0) return;
    if (!workers.boolean(0, 2))
        throw Error(kAttempt, kCannotConnectNow,
                    "a worker holds a transaction back that the coordinator has ended; Citus settles it "
                    "within citus.recover_2pc_interval, or at once where this role may execute "
                    "recover_prepared_transactions()");
    connection.query(kAttempt, "select recover_prepared_transactions()");
}

} // namespace padchestd::pg
