// Moves of patients that the warehouse cannot follow, that were wrong, and that are to come.

#include "integration/warehouse/differences.h"
#include "integration/warehouse/small_store.h"
#include "pg/error.h"
#include "pg/migrator.h"
#include "store/patient_history.h"
#include "support/database.h"
#include "support/manual_clock.h"
#include "support/recovery_proof.h"
#include "util/failure.h"
#include "warehouse/refresh.h"
#include "warehouse/verify.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace padchestd;

namespace {

constexpr std::string_view kNow = "2020-01-01T00:00:00Z";

struct Pool {
    tests::ManualClock clock;
    tests::Database database;
    pg::Connection connection = database.connect();
    tests::SmallStore store{connection, 3};
    std::string patient = store.patients().front();

    void move(const char* from, std::string_view to = "Elche") {
        store::move_patient(connection, patient, clinical::parse_iso_date(from).value(), to, kNow);
    }
    void forget_moves() {
        connection.query("forget moves", "delete from ods.patient_moves where patient_id = $1", {patient});
    }
    void set_today(const std::string& day) {
        connection.script("set the day",
                          "create or replace view dwh.today as select date '" + day + "' as day");
    }
    // The place of the version that is current, after a refresh that verify agrees with.
    std::string current() {
        warehouse::refresh(connection, clock);
        REQUIRE(tests::said(warehouse::verify(connection, clock)) == "");
        const auto rows = connection.query(
            "look", "select location from dwh.dim_patient where patient_id = $1 and is_current", {patient});
        return rows.value().string();
    }
};

std::string_view migration(std::string_view name) {
    const auto all = pg::built_in_migrations();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
    REQUIRE(found != all.end());
    return found->sql;
}

} // namespace

TEST_CASE_METHOD(Pool, "a move that no warehouse can follow is refused by command and table") {
    const std::string before = current();
    // By the command itself, with the way out; what the table refuses is a failure of the database's.
    const auto by_command = Catch::Matchers::Predicate<util::Failure>(
        [](const util::Failure& failure) { return failure.exit_code() == util::ExitCode::usage; });
    for (const char* day : {"0001-01-01", "1879-12-31", "2050-01-01", "9999-12-31"}) {
        CAPTURE(day);
        CHECK_THROWS_MATCHES(move(day), util::Failure, by_command);
    }
    CHECK_THROWS_MATCHES(move("2014-01-01", ""), util::Failure, by_command);
    CHECK_THROWS_MATCHES(move("2014-01-01", "a\x1b[2J"), util::Failure, by_command);
    for (const char* day : {"infinity", "-infinity", "0001-01-01", "9999-12-31"}) {
        CAPTURE(day);
        CHECK_THROWS_AS(connection.query("move by hand",
                                         "insert into ods.patient_moves values ($1, $2, 'Elche')",
                                         {patient, day}),
                        pg::Error);
    }
    CHECK(current() == before);
    tests::note_proof("moves on 0001-01-01, 9999-12-31, infinity, by command and by SQL (before: refresh "
                      "failed for ever)",
                      8, "refused, with the days that are possible; the warehouse follows on",
                      tests::kTriedToGetItStuck);
}

TEST_CASE_METHOD(Pool, "the migration mends moves that an earlier program took") {
    connection.script("as before the migration",
                      "alter table ods.patient_moves drop constraint patient_moves_valid_from_check;"
                      "drop index dwh.dim_patient_ending_idx; drop view dwh.today cascade");
    connection.query("move by hand",
                     "insert into ods.patient_moves values ($1, '0001-01-01', 'Elda'), "
                     "($1, '9999-12-31', 'Alcoi'), ($1, 'infinity', 'Denia')",
                     {patient});
    connection.script("migrate", migration("patient_moves"));
    forget_moves();
    CHECK(current() == "Elda");
}

TEST_CASE_METHOD(Pool, "a wrong move is undone as if it never was") {
    forget_moves();
    move("2014-05-01", "Elche");
    move("2015-05-01", "Elda");
    CHECK(current() == "Elda");
    CHECK(store::undo_move(connection, patient, std::nullopt, kNow).location == "Elda");
    CHECK(current() == "Elche");
    CHECK(store::read_patient(connection, patient).moves.size() == 1);
    CHECK_THROWS_AS(store::undo_move(connection, patient, clinical::parse_iso_date("2014-05-02"), kNow),
                    util::Failure);
    (void)store::undo_move(connection, patient, clinical::parse_iso_date("2014-05-01"), kNow);
    CHECK_THROWS_AS(store::undo_move(connection, patient, std::nullopt, kNow), util::Failure);
    CHECK_THROWS_AS(store::read_patient(connection, "nobody"), util::Failure);
    CHECK(current() == store::read_patient(connection, patient).location);
}

TEST_CASE_METHOD(Pool, "a move to come is current from its day on, not before") {
    set_today("2020-01-01");
    forget_moves();
    move("2019-01-01", "Elche");
    move("2030-06-01", "Elda");
    CHECK(current() == "Elche");
    set_today("2030-05-31");
    CHECK_FALSE(warehouse::refresh(connection, clock).changed);
    set_today("2030-06-01");
    CHECK(warehouse::refresh(connection, clock).changed); // by itself: nobody changed anything
    CHECK(current() == "Elda");
    CHECK_FALSE(warehouse::refresh(connection, clock).changed);
}
