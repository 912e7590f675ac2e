#include "integration/warehouse/differences.h"
#include "integration/warehouse/small_store.h"
#include "pg/error.h"
#include "pg/transaction.h"
#include "support/database.h"
#include "support/manual_clock.h"
#include "util/step.h"
#include "warehouse/refresh.h"

#include <catch2/catch.hpp>

#include <future>
#include <set>

using namespace padchestd;

namespace {

// Every row version of the warehouse and of the store, by table: what two of them differ in was written
// between them.
using RowVersions = std::map<std::string, std::set<std::string>>;

RowVersions row_versions(pg::Connection& connection) {
    RowVersions versions;
    const auto tables =
        connection.query("list the tables", "select schemaname || '.' || tablename as name from pg_tables"
                                            " where schemaname in ('dwh', 'ods', 'ingest')");
    for (const pg::Row row : tables) {
        const std::string table = row["name"].string();
        const auto rows =
            connection.query("read row versions", "select ctid::text || xmin::text as version from " + table);
        auto& seen = versions[table];
        for (const pg::Row stored : rows) seen.insert(stored["version"].string());
    }
    return versions;
}

// Rows written (or, where `from` and `to` are swapped, gone) by table.
std::map<std::string, std::size_t> written(const RowVersions& from, const RowVersions& to) {
    std::map<std::string, std::size_t> counts;
    for (const auto& [table, rows] : to) {
        std::size_t count = 0;
        for (const std::string& row : rows) count += from.at(table).count(row) == 0 ? 1U : 0U;
        if (count > 0) counts[table] = count;
    }
    return counts;
}

using Counts = std::map<std::string, std::size_t>;

struct Warehouse {
    Warehouse() { REQUIRE(warehouse::refresh(connection, clock).full); }

    tests::ManualClock clock;
    tests::Database database;
    pg::Connection connection = database.connect();
    tests::SmallStore store{connection, 7};

    void follow(int encounters) {
        store.add_encounters(encounters);
        warehouse::refresh(connection, clock);
    }
    // What a refresh writes.
    Counts writes_of_refresh() {
        const RowVersions before = row_versions(connection);
        warehouse::refresh(connection, clock);
        return written(before, row_versions(connection));
    }
};

} // namespace

TEST_CASE_METHOD(Warehouse,
                 "an idle refresh, and a change that changes nothing, write no row of the warehouse") {
    follow(40);
    CHECK(writes_of_refresh().empty());
    CHECK_FALSE(warehouse::refresh(connection, clock).changed);
    store.queue_without_change(store.encounters().front());
    CHECK(writes_of_refresh() == Counts{{"ingest.warehouse_state", 1}});
    CHECK(writes_of_refresh().empty());
}

TEST_CASE_METHOD(Warehouse, "a new image writes its facts and its groups, nothing else") {
    follow(40);
    store.add_procedure(store.encounters().front());
    auto writes = writes_of_refresh();
    writes.erase("dwh.dim_procedure"); // one, where its kind is new
    CHECK(writes == Counts{{"dwh.fact_encounter", 1},
                           {"dwh.fact_procedure", 1},
                           {"dwh.agg_procedure", 1},
                           {"ingest.warehouse_state", 1}});
}

TEST_CASE_METHOD(Warehouse, "a new encounter writes its facts and its groups, nothing else") {
    follow(40);
    store.add_encounter(store.patients().front(), "2012-06-15"); // one image, one report, one label
    auto writes = writes_of_refresh();
    CHECK(writes["dwh.agg_keyword"] <= 12);
    for (const char* perhaps : {"dwh.agg_keyword", "dwh.dim_procedure", "dwh.dim_date"})
        writes.erase(perhaps);
    CHECK(writes == Counts{{"dwh.fact_encounter", 1},
                           {"dwh.fact_procedure", 1},
                           {"dwh.fact_report", 1},
                           {"dwh.bridge_encounter_diagnosis", 1},
                           {"dwh.agg_encounter", 1},
                           {"dwh.agg_diagnosis", 1},
                           {"dwh.agg_finding_status", 1},
                           {"dwh.agg_procedure", 1},
                           {"dwh.agg_label_method", 1},
                           {"dwh.agg_report_cluster", 1},
                           {"dwh.agg_cluster_diagnosis", 1},
                           {"dwh.agg_patient", 1},
                           {"dwh.agg_studies", writes["dwh.agg_studies"]},
                           {"ingest.warehouse_state", 1}});
    CHECK(writes["dwh.agg_studies"] <=
          2); // the group that the patient left, unless it is empty now, and his new one
}

TEST_CASE_METHOD(Warehouse, "a moved patient's encounters follow, and no others") {
    follow(60);
    store.move_patient(store.patients().front());
    auto writes = writes_of_refresh();
    CHECK(writes["dwh.dim_patient"] <= 2);
    const auto theirs = connection.query("count", "select count(*) from ods.encounters where patient_id = $1",
                                         {store.patients().front()});
    CHECK(static_cast<std::int64_t>(writes["dwh.fact_encounter"]) <= theirs.value().integer());
    for (const char* part : {"dwh.dim_patient", "dwh.fact_encounter", "ingest.warehouse_state"})
        writes.erase(part);
    CHECK(writes == Counts{});
}

TEST_CASE_METHOD(Warehouse, "a rebuild of a right warehouse leaves facts and dimensions alone") {
    follow(40);
    const RowVersions before = row_versions(connection);
    CHECK(warehouse::refresh_full(connection, clock).full);
    for (const auto& [table, rows] : written(before, row_versions(connection)))
        CHECK((table.substr(0, 8) == "dwh.agg_" || table == "ingest.warehouse_state"));
    CHECK(tests::said(warehouse::verify(connection, clock)) == "");
}

TEST_CASE_METHOD(
    Warehouse,
    "a refresh killed at any of its steps leaves the queue as it was, and the next one follows it") {
    static pg::Connection* killer = nullptr;
    static std::string_view deadly;
    static int victim = 0;
    auto other = database.connect();
    killer = &other;
    follow(20);
    for (const std::string_view step : util::step_names()) {
        if (step.substr(0, 8) != "refresh_" || step == "refresh_done") continue;
        store.add_encounters(2);
        store.correct_patient(store.patients().front());
        const auto queued = warehouse::refresh_lag(connection);
        auto doomed = database.connect();
        victim = doomed.backend_pid();
        deadly = step;
        util::observe_steps([](std::string_view name) {
            if (name == deadly)
                killer->query("kill", "select pg_terminate_backend($1::integer, 5000)", {victim});
        });
        CHECK_THROWS_AS(warehouse::refresh(doomed, clock), pg::Error);
        util::observe_steps(nullptr);
        INFO(step);
        CHECK(warehouse::refresh_lag(connection).encounters == queued.encounters);
        CHECK(warehouse::refresh(connection, clock).encounters >= 2);
        CHECK(tests::said(warehouse::verify(connection, clock)) == "");
    }
}

TEST_CASE_METHOD(Warehouse, "a refresh that waited for another sees what was committed meanwhile",
                 "[threads]") {
    follow(5);
    store.add_encounters(1);
    auto other = database.connect();
    {
        pg::Transaction holder(other);
        other.script("hold the warehouse's lock",
                     "lock table ingest.warehouse_state in share row exclusive mode");
        auto waiting = database.connect();
        auto refreshed =
            std::async(std::launch::async, [&] { return warehouse::refresh(waiting, clock).encounters; });
        std::int64_t waits = 0;
        while (waits == 0)
            waits = connection
                        .query("look", "select count(*) from pg_locks where not granted and pid = $1",
                               {waiting.backend_pid()})
                        .value()
                        .integer();
        store.add_encounters(1);
        holder.commit();
        CHECK(refreshed.get() == 2);
    }
    CHECK(tests::said(warehouse::verify(connection, clock)) == "");
}

TEST_CASE_METHOD(Warehouse, "a warehouse that lost rows is mended when a change needs one of them") {
    follow(30);
    const std::string damage =
        GENERATE(as<std::string>{}, "delete from dwh.agg_encounter where age_group = '55+'",
                 "update dwh.agg_finding_status set encounters = encounters + 1",
                 "delete from dwh.agg_diagnosis", "update dwh.agg_keyword set reports = 0",
                 "delete from dwh.dim_patient", "delete from dwh.agg_diagnosis_pair");
    INFO(damage);
    connection.script("damage the warehouse", damage);
    for (int i = 0; i < 6; ++i) {
        store.replace_labels(store.encounters().at(static_cast<std::size_t>(i)));
        store.change_report(store.encounters().at(static_cast<std::size_t>(i)));
    }
    const auto refreshed = warehouse::refresh(connection, clock);
    CHECK(refreshed.damaged);
    CHECK_FALSE(refreshed.reason.empty());
    CHECK(tests::said(warehouse::verify(connection, clock)) == "");
}

TEST_CASE_METHOD(Warehouse, "the lag is what is queued, and none when it was followed") {
    store.add_encounters(3);
    store.add_patient();
    auto lag = warehouse::refresh_lag(connection);
    CHECK(lag.encounters == 3);
    CHECK(lag.members == 1);
    CHECK(lag.oldest.size() == std::string("2020-01-01T00:00:00.000000Z").size());
    const auto refreshed = warehouse::refresh(connection, clock);
    CHECK(refreshed.encounters == 3);
    CHECK(refreshed.members == 1);
    CHECK(refreshed.changed);
    lag = warehouse::refresh_lag(connection);
    CHECK(lag.encounters + lag.members == 0);
    CHECK(lag.oldest.empty());
}
