#include "operation/distribution.h"

#include "operation/sql.h"
#include "pg/params.h"
#include "pg/transaction.h"

namespace padchestd::operation {

namespace {

constexpr std::string_view kDistribute = "distribute the tables";

// Citus 14 needs it; 13.2 was the last that ran on 15.
constexpr int kOldestServer = 160'000;

bool has_extension(pg::Connection& connection) {
    return !connection.query(kDistribute, "select from pg_extension where extname = 'citus'").empty();
}

void check_extension(pg::Connection& connection, DistributionPlan& plan) {
    if (has_extension(connection)) return;
    if (connection.server_version() < kOldestServer)
        plan.obstacles.push_back({"the server is PostgreSQL " +
                                      std::to_string(connection.server_version() / 10'000) +
                                      ", and the current Citus needs 16 or later",
                                  "move the database to a newer server (docs/upgrade.md)"});
    const auto offered =
        !connection.query(kDistribute, "select from pg_available_extensions where name = 'citus'").empty();
    plan.obstacles.push_back(
        {"the Citus extension is not installed in this database",
         offered ? "as a superuser, on the coordinator and each worker: create extension citus"
                 : "install Citus on the server (https://docs.citusdata.com), put citus first into "
                   "shared_preload_libraries, restart, and as a superuser: create extension citus"});
}

bool is_distributed(pg::Connection& connection) {
    return has_extension(connection) &&
           !connection
                .query(kDistribute,
                       "select from pg_dist_partition where logicalrelid = 'ods.encounters'::regclass and "
                       "partmethod = 'h'")
                .empty();
}

struct ForeignKey {
    std::string table, name, definition;
};

// Those between tables of which one is moved.
std::vector<ForeignKey> foreign_keys(pg::Connection& connection) {
    const auto rows = connection.query(
        kDistribute, "select conrelid::regclass::text as table_name, quote_ident(conname) as name, "
                     "pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'f' and "
                     "connamespace::regnamespace::text in ('ods', 'dwh', 'ingest') order by 1, 2");
    std::vector<ForeignKey> keys;
    keys.reserve(rows.size());
    for (const pg::Row row : rows)
        keys.push_back({row["table_name"].string(), row["name"].string(), row["definition"].string()});
    return keys;
}

void move_tables(pg::Connection& connection, const DistributionPlan& plan) {
    // A transaction that changes reference tables and distributed ones talks to the nodes one after another.
    connection.script(kDistribute, "set local citus.multi_shard_modify_mode = 'sequential'; "
                                   "set local citus.shard_count = " +
                                       std::to_string(kShards));
    for (const auto& table : plan.reference)
        connection.query(kDistribute, "select create_reference_table($1)", {table});
    for (const auto& table : plan.distributed)
        connection.query(kDistribute,
                         "select create_distributed_table($1, 'encounter_id', colocate_with => $2)",
                         {table, table == plan.distributed.front() ? "none" : plan.distributed.front()});
}

} // namespace

DistributionPlan plan_distribution(pg::Connection& connection) {
    DistributionPlan plan;
    const auto tables = connection.query(kDistribute, sql::distribution_tables);
    for (const pg::Row table : tables) {
        auto& group = table["is_distributed"].boolean() ? plan.distributed : plan.reference;
        group.push_back(table["name"].string());
    }
    check_extension(connection, plan);
    if (plan.distributed.empty()) {
        plan.obstacles.push_back(
            {"the database holds no tables of padchestd", "`padchestd migrate` makes them"});
        return plan;
    }
    plan.done = is_distributed(connection);
    if (plan.done) return plan;
    std::vector<std::string_view> names(plan.distributed.begin(), plan.distributed.end());
    const auto found = connection.query(kDistribute, sql::distribution_obstacles, {pg::text_array(names)});
    for (const pg::Row obstacle : found)
        plan.obstacles.push_back({obstacle["what"].string(), obstacle["remedy"].string()});
    return plan;
}

void distribute(pg::Connection& connection, const DistributionPlan& plan) {
    pg::Transaction transaction(connection);
    const auto keys = foreign_keys(connection);
    for (const auto& key : keys)
        connection.query(kDistribute, "alter table " + key.table + " drop constraint " + key.name);
    move_tables(connection, plan);
    for (const auto& key : keys)
        connection.query(kDistribute,
                         "alter table " + key.table + " add constraint " + key.name + " " + key.definition);
    // A transaction that writes reference tables and then distributed ones has to talk to the nodes one after
    // another: chosen so for every session.
    connection.script(kDistribute,
                      "do $$ begin"
                      " execute format('alter database %I set citus.multi_shard_modify_mode = sequential', "
                      "current_database());"
                      " end $$");
    transaction.commit();
    for (const auto& table : plan.distributed)
        connection.query(kDistribute, "select truncate_local_data_after_distributing_table($1)", {table});
}

} // namespace padchestd::operation
