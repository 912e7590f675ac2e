// A warehouse that somebody emptied or half dropped, and a schema that is not whole: said, and mended.

#include "integration/warehouse/differences.h"
#include "integration/warehouse/small_store.h"
#include "log/event.h"
#include "pg/migrator.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/temp_folder.h"
#include "util/failure.h"
#include "warehouse/refresh.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using ingest::CycleState;

namespace {

struct Filled {
    Filled() {
        store.add_encounters(30);
        warehouse::refresh(connection, clock);
        filled = row_counts();
    }

    std::map<std::string, std::int64_t> row_counts() {
        const auto tables = connection.query(
            "list the tables", "select tablename from pg_tables where schemaname = 'dwh' order by 1");
        std::map<std::string, std::int64_t> counts;
        for (const pg::Row row : tables) {
            const std::string table = row["tablename"].string();
            counts[table] = connection.query("count", "select count(*) from dwh." + table).value().integer();
        }
        return counts;
    }

    // What the next refresh says of the damage that was done to a right warehouse; it is right again then.
    std::string said_of(const std::string& damage, bool idle) {
        connection.script("damage the warehouse", damage);
        if (!idle) store.queue_without_change(store.encounters().front());
        const auto refreshed = warehouse::refresh(connection, clock);
        CHECK(refreshed.full);
        CHECK(refreshed.damaged);
        CHECK(row_counts() == filled);
        CHECK(tests::said(warehouse::verify(connection, clock)) == "");
        CHECK_FALSE(warehouse::refresh(connection, clock).changed);
        return refreshed.reason;
    }

    tests::ManualClock clock;
    tests::Database database;
    pg::Connection connection = database.connect();
    tests::SmallStore store{connection, 5};
    std::map<std::string, std::int64_t> filled;
};

// The block of SQL in a page of docs.
std::string refusal(pg::Connection& connection) {
    try {
        pg::migrate(connection, pg::built_in_migrations(), "test");
    } catch (const util::Failure& failure) {
        CHECK(failure.exit_code() == util::ExitCode::config);
        return std::string(failure.what()) + " | " + failure.hint();
    }
    return "";
}

} // namespace

TEST_CASE_METHOD(Filled,
                 "each table that is emptied by hand is named, and mended by the next refresh, idle or not") {
    for (const auto& [table, rows] : filled) {
        INFO(table);
        REQUIRE(rows > 0);
        CHECK(said_of("truncate dwh." + table, true) == "dwh." + table + " was emptied");
        CHECK(said_of("delete from dwh." + table, false) == "dwh." + table + " was emptied");
    }
}

TEST_CASE_METHOD(Filled, "an emptied warehouse is reported, and filled by the next refresh") {
    std::string all;
    for (const auto& [table, rows] : filled) all += (all.empty() ? "truncate dwh." : ", dwh.") + table;
    CHECK(said_of(all, true) == "dwh.agg_cluster_diagnosis was emptied");
    CHECK(said_of("delete from ingest.warehouse_state", true) == "ingest.warehouse_state was emptied");
    CHECK(said_of(all + "; delete from ingest.warehouse_state", false) ==
          "ingest.warehouse_state was emptied");
}

TEST_CASE_METHOD(Filled, "a table that another program filled is reported, and emptied again") {
    connection.script("a store without pairs",
                      "with removed as (delete from ods.encounter_diagnoses returning encounter_id)"
                      " insert into ingest.change_queue"
                      " select distinct encounter_id, gen_random_uuid(), now() from removed");
    warehouse::refresh(connection, clock);
    filled = row_counts();
    REQUIRE(filled.at("agg_diagnosis_pair") == 0);
    CHECK(said_of("insert into dwh.agg_diagnosis_pair values ('a', 'b', 1)", true) ==
          "dwh.agg_diagnosis_pair was filled by somebody else");
}

TEST_CASE("the daemon mends an emptied warehouse at an idle tick, and warns of it", "[threads]") {
    tests::IngestRig rig;
    log::Target target;
    target.file = rig.folder / "log";
    log::open(target);
    rig.replace(tests::feed_header() + tests::feed_line({}));
    rig.settle();
    rig.sql().script("empty", "truncate dwh.fact_encounter, dwh.agg_encounter");
    CHECK(rig.cycle().state != CycleState::degraded);
    log::close(); // it is written by a thread of its own
    CHECK(tests::read_file(target.file)
              .find("warning event=warehouse_rebuilt reason=\"dwh.agg_encounter was emptied\" "
                    "encounters=1") != std::string::npos);
    CHECK(tests::said(warehouse::verify(rig.sql(), rig.clock)) == "");
}

TEST_CASE("a warehouse of which a table or a view is missing is refused by name") {
    const std::string object =
        GENERATE(as<std::string>{}, "table dwh.fact_report", "view analytics.diagnosis_pairs",
                 "table ingest.warehouse_state", "schema dwh", "schema analytics");
    INFO(object);
    tests::IngestRig rig;
    rig.replace(tests::feed_header() + tests::feed_line({}));
    rig.settle();
    rig.sql().script("drop", "drop " + object + " cascade");
    const std::string name = object.substr(object.find(' ') + 1);
    rig.restart();
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(report.exit_code() == util::ExitCode::config);
    CHECK(tests::problem_of(report).what.find(name) != std::string::npos);
    CHECK(tests::problem_of(report).what.find(" is missing, though migration ") != std::string::npos);
    CHECK(tests::problem_of(report).hint.find("docs/warehouse.md") != std::string::npos);
    CHECK(refusal(rig.sql()) == tests::problem_of(report).what + " | " + tests::problem_of(report).hint);
    bool shown = false;
    for (const auto& migration : pg::migration_status(rig.sql(), pg::built_in_migrations()))
        shown = shown || migration.missing.find(name) == 0;
    CHECK(shown);
}

TEST_CASE(
    "a migration that fails midway leaves nothing of itself, says so, and is applied when the way is free") {
    tests::Database database(tests::Start::empty);
    auto connection = database.connect();
    connection.script("stand in the way", "create schema analytics; create table analytics.t (x integer)");
    const std::string said = refusal(connection);
    CHECK(said.find("cannot apply migration 4 (analytics): SQLSTATE 42P06; nothing of it was applied | ") ==
          0);
    CHECK(connection.query("count", "select count(*) from pg_tables where schemaname = 'analytics'")
              .value()
              .integer() == 1);
    const auto status = pg::migration_status(connection, pg::built_in_migrations());
    CHECK(status.at(2).state == pg::MigrationState::applied);
    CHECK(status.at(3).state == pg::MigrationState::pending);
    connection.script("clear the way", "drop schema analytics cascade");
    CHECK(pg::migrate(connection, pg::built_in_migrations(), "test") ==
          static_cast<int>(pg::built_in_migrations().size()) - 3);
    tests::ManualClock clock;
    CHECK(warehouse::refresh(connection, clock).full);
}
