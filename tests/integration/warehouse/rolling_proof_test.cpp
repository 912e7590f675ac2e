// The proof of the warehouse in parts: it finds each fault within a turn, and nothing else, whatever happens
// between the parts.

#include "integration/warehouse/corruption.h"
#include "integration/warehouse/differences.h"
#include "integration/warehouse/small_store.h"
#include "support/database.h"
#include "support/manual_clock.h"
#include "warehouse/refresh.h"
#include "warehouse/rolling_proof.h"
#include "warehouse/verify.h"

#include <catch2/catch.hpp>

#include <functional>
#include <map>
#include <set>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

constexpr std::int64_t kSmallPart = 7;

struct Proved {
    Proved() {
        store.add_encounters(40);
        store.add_patient();
        warehouse::refresh(connection, clock);
    }

    warehouse::ProvedPart part() {
        const auto one = warehouse::prove_part(connection, clock, kSmallPart);
        REQUIRE(one.has_value());
        return *one;
    }

    // The rest of the running turn. Returns the tables that differ.
    std::set<std::string> turn(const std::function<void()>& between = [] {}) {
        std::set<std::string> found;
        for (;;) {
            const auto one = part();
            for (const auto& difference : one.differences) found.insert(difference.table);
            if (one.turn_ended) return found;
            between();
        }
    }

    std::string kept() {
        const auto rows = connection.query(
            "read what was found", "select table_name || ' ' || missing_rows || ' ' || surplus_rows as found"
                                   " from ingest.warehouse_difference order by 1");
        std::string text;
        for (const pg::Row row : rows) text += row["found"].string() + "; ";
        return text;
    }

    std::vector<std::string> tables() {
        std::vector<std::string> names;
        const auto rows = connection.query(
            "list the tables", "select tablename from pg_tables where schemaname = 'dwh' order by 1");
        for (const pg::Row row : rows) names.push_back(row["tablename"].string());
        return names;
    }

    ManualClock clock;
    Database database;
    pg::Connection connection = database.connect();
    SmallStore store{connection, 11};
};

// Tables that are compared with this one.
std::set<std::string> followers(const std::string& table) {
    static const std::map<std::string, std::set<std::string>> kFollowers = {
        {"fact_encounter", {"agg_cluster_diagnosis"}},
        {"fact_report", {"agg_keyword"}},
        {"agg_patient", {"agg_studies"}},
        {"agg_procedure", {"dim_procedure"}}};
    const auto found = kFollowers.find(table);
    return found == kFollowers.end() ? std::set<std::string>{} : found->second;
}

void check_found(std::set<std::string> found, const std::string& table) {
    CHECK(found.erase(table) == 1);
    for (const auto& follower : followers(table)) found.erase(follower);
    CHECK(found.empty());
}

} // namespace

TEST_CASE_METHOD(Proved,
                 "a turn finds a lost, a wrong and a foreign row in each table, and no fault elsewhere") {
    REQUIRE(turn().empty());
    for (const std::string& table : tables()) {
        INFO(table);
        // The only row of a table is missed by the next refresh.
        if (connection.query("count", "select count(*) from dwh." + table).value().integer() > 1) {
            connection.script("lose a row", "delete from dwh." + table +
                                                " where ctid = (select max(ctid) from dwh." + table + ")");
            check_found(turn(), table);
            warehouse::refresh_full(connection, clock);
        }
        REQUIRE(connection.query("corrupt a row", corruption(connection, table)).affected() == 1);
        check_found(turn(), table);
        warehouse::refresh_full(connection, clock);
    }
    const std::map<std::string, std::string> foreign = {
        {"fact_report", "('zzz', 'r', 'Physician', '{}', null)"},
        {"fact_procedure", "('', 'p', '{CR,PA,unknown,unknown}', 20140101)"},
        {"agg_encounter", "('2999-01-01', '55+', 'F', 3)"},
        {"agg_diagnosis", "(2999, '55+', 'F', 'none', 3)"},
        {"agg_diagnosis_pair", "('a', 'b', 2)"},
        {"agg_keyword", "('nowhere', 1)"},
        {"agg_patient", "('P999999', 'F', 1)"},
        {"dim_facility", "('elsewhere', 'elsewhere')"}};
    for (const auto& [table, row] : foreign) {
        INFO(table);
        connection.script("add a row", "insert into dwh." + table + " values " + row);
        check_found(turn(), table);
        warehouse::refresh_full(connection, clock);
    }
    CHECK(turn().empty());
}

TEST_CASE_METHOD(Proved, "changes and refreshes between the parts are no differences") {
    std::int64_t parts = 0;
    for (int i = 0; i < 12; ++i)
        CHECK(turn([&] {
                  ++parts;
                  store.change();
                  warehouse::refresh(connection, clock);
              }).empty());
    CHECK(parts > 100);
    CHECK(said(warehouse::verify(connection, clock)).empty());
}

TEST_CASE_METHOD(Proved, "a rebuild between the parts is no difference") {
    CHECK(turn([&] { warehouse::refresh_full(connection, clock); }).empty());
}

TEST_CASE_METHOD(Proved, "a part waits for a refresh where something is queued or a table was emptied") {
    part();
    const auto before = warehouse::proof_state(connection);
    store.add_encounters(1);
    CHECK_FALSE(warehouse::prove_part(connection, clock, kSmallPart).has_value());
    warehouse::refresh(connection, clock);
    connection.script("empty", "truncate dwh.agg_keyword");
    CHECK_FALSE(warehouse::prove_part(connection, clock, kSmallPart).has_value());
    warehouse::refresh(connection, clock);
    CHECK(warehouse::proof_state(connection)->after == before->after);
    CHECK(part().parts == 2);
}

TEST_CASE_METHOD(Proved, "a turn goes on in another process where it was, and compares each part once") {
    turn();
    std::int64_t undisturbed = 0;
    for (bool ended = false; !ended; ++undisturbed) ended = part().turn_ended;
    connection.script("lose the last row", "delete from dwh.fact_encounter where encounter_id ="
                                           " (select max(encounter_id) from dwh.fact_encounter)");
    std::int64_t parts = 0;
    std::int64_t finds = 0;
    for (bool ended = false; !ended; ++parts) {
        auto another = database.connect();
        const auto one = warehouse::prove_part(another, clock, kSmallPart);
        REQUIRE(one.has_value());
        CHECK(one->turn == 3);
        for (const auto& difference : one->differences) finds += difference.table == "fact_encounter" ? 1 : 0;
        ended = one->turn_ended;
    }
    CHECK(parts == undisturbed);
    CHECK(finds == 1);
}

TEST_CASE_METHOD(Proved, "what a turn found is kept until it is mended") {
    connection.script(
        "two wrong rows",
        "update dwh.agg_patient set sex = case sex when 'F' then 'M' else 'F' end where patient_id in"
        " (select min(patient_id) from dwh.agg_patient union select max(patient_id) from dwh.agg_patient);"
        " update dwh.fact_encounter set age_years = 120 where encounter_id ="
        " (select min(encounter_id) from dwh.fact_encounter)");
    SECTION("by hand, and another turn") {
        turn();
        const std::string found = kept();
        CHECK(found.find("agg_patient 2 2; ") != std::string::npos);
        CHECK(found.find("fact_encounter 1 1; ") != std::string::npos);
        turn();
        CHECK(kept() == found);
        connection.script("mend one", "update dwh.agg_patient as a set sex = p.sex from ods.patients as p"
                                      " where p.patient_id = a.patient_id");
        turn();
        CHECK(kept() == "fact_encounter 1 1; ");
    }
    SECTION("by a rebuild") {
        turn();
        CHECK(kept() != "");
        warehouse::refresh_full(connection, clock);
        CHECK(kept() == "");
    }
    SECTION("and a proof in one snapshot finds and forgets it as well") {
        CHECK(said(warehouse::verify(connection, clock)) != "");
        CHECK(kept() != "");
        connection.script(
            "mend", "update dwh.agg_patient as a set sex = p.sex from ods.patients as p where"
                    " p.patient_id = a.patient_id; delete from dwh.fact_encounter where age_years = 120");
        store.queue_without_change(store.encounters().front());
        CHECK_FALSE(warehouse::verify(connection, clock).empty());
        CHECK(kept().find("agg_patient") == std::string::npos);
    }
}

TEST_CASE_METHOD(Proved, "a part reads what its range has, not what the store has") {
    const auto rows_read = [&] {
        auto another = database.connect();
        return another
            .query("count rows read",
                   "select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint"
                   " from pg_stat_user_tables where schemaname = 'dwh' or relname in"
                   " ('encounters', 'procedures', 'reports', 'encounter_diagnoses')")
            .value()
            .integer();
    };
    // Rows that the parts of a section read, over all sections but the two that read small tables or all
    // stems.
    const auto measure = [&](std::string_view section, const std::string& after) {
        connection.query("go there", "update ingest.warehouse_proof set section = $1, after_key = $2",
                         {section, after});
        connection.query("settle", "select pg_stat_force_next_flush()");
        const auto before = rows_read();
        CHECK(part().section == section);
        connection.query("settle", "select pg_stat_force_next_flush()");
        return rows_read() - before;
    };
    part();
    const std::map<std::string, std::string> starts = {{"encounters", ""}, {"patients", ""}};
    std::map<std::string, std::int64_t> small;
    for (const auto& [section, start] : starts) small[section] = measure(section, start);
    store.add_encounters(400);
    warehouse::refresh(connection, clock);
    for (const auto& [section, start] : starts) {
        INFO(section);
        CHECK(small[section] > 0);
        CHECK(measure(section, start) <= 2 * small[section] + 100);
    }
}
