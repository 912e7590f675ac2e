#include "integration/warehouse/corruption.h"
#include "integration/warehouse/differences.h"
#include "integration/warehouse/small_store.h"
#include "support/database.h"
#include "support/manual_clock.h"
#include "warehouse/refresh.h"

#include <catch2/catch.hpp>

using namespace padchestd;

TEST_CASE("verify names each table of the warehouse that was tampered with") {
    tests::ManualClock clock;
    tests::Database database;
    auto connection = database.connect();
    tests::SmallStore store(connection, 1);
    store.add_encounters(30);
    store.add_patient();
    warehouse::refresh(connection, clock);
    REQUIRE(tests::said(warehouse::verify(connection, clock)) == "");
    const auto tables = connection.query(
        "list the tables", "select tablename from pg_tables where schemaname = 'dwh' order by 1");
    CHECK(tables.size() == warehouse::verified_tables().size());
    for (const pg::Row row : tables) {
        const std::string table = row["tablename"].string();
        const std::string first_row = " where ctid = (select min(ctid) from dwh." + table + ")";
        connection.script("lose a row", "delete from dwh." + table + first_row);
        // Tables that are compared with this one follow it.
        CHECK(tests::said(warehouse::verify(connection, clock))
                  .starts_with(table + " misses 1, has 0 too many; "));
        warehouse::refresh_full(connection, clock);
        CHECK(connection.query("corrupt a row", tests::corruption(connection, table)).affected() == 1);
        CHECK(tests::said(warehouse::verify(connection, clock))
                  .starts_with(table + " misses 1, has 1 too many; "));
        warehouse::refresh_full(connection, clock);
    }
    CHECK(tests::said(warehouse::verify(connection, clock)) == "");
}

TEST_CASE("verify applies what is queued first") {
    tests::ManualClock clock;
    tests::Database database;
    auto connection = database.connect();
    tests::SmallStore store(connection, 2);
    store.add_encounters(5);
    warehouse::refresh(connection, clock);
    store.add_encounters(5);
    CHECK(warehouse::refresh_lag(connection).encounters == 5);
    CHECK(tests::said(warehouse::verify(connection, clock)) == "");
    CHECK(warehouse::refresh_lag(connection).encounters == 0);
}

TEST_CASE("verify does not mend what it finds, whatever is queued") {
    tests::ManualClock clock;
    tests::Database database;
    auto connection = database.connect();
    tests::SmallStore store(connection, 3);
    store.add_encounters(20);
    warehouse::refresh(connection, clock);
    SECTION("an emptied table") {
        connection.script("empty", "truncate dwh.fact_report");
    }
    SECTION("sums that disagree") {
        connection.script(
            "lose rows",
            "delete from dwh.agg_encounter where ctid = (select min(ctid) from dwh.agg_encounter)");
    }
    SECTION("counts too small to be adjusted") {
        connection.script("lose rows", "update dwh.agg_keyword set reports = 0");
        store.change_report(store.encounters().front());
        store.change_report(store.encounters().back());
    }
    store.add_encounters(1);
    CHECK_FALSE(warehouse::verify(connection, clock).empty());
    CHECK_FALSE(warehouse::verify(connection, clock).empty());
    warehouse::refresh(connection, clock);
    warehouse::refresh_full(connection, clock);
    CHECK(tests::said(warehouse::verify(connection, clock)) == "");
}
