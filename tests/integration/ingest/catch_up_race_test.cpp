// Races between a batch, while foreign keys are away, and somebody who deletes what its rows point at.

#include "integration/ingest/first_load.h"
#include "pg/error.h"
#include "pg/transaction.h"
#include "support/recovery_proof.h"
#include "util/step.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <future>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

constexpr const char* kWaits =
    "select exists (select from pg_locks where locktype = 'advisory' and not granted and "
    "database = (select oid from pg_database where datname = current_database()))";

// Somebody else, on a thread; observers of steps are functions without a state of their own.
std::string conninfo, step_of_deletion, deletion;
std::future<std::string> answer;

pg::Connection connect() {
    return pg::Connection({.conninfo = conninfo, .role = "operator", .stop = {}, .on_wait = {}});
}

// Until somebody waits for an advisory lock, or `is_over`; false where that takes too long.
template<typename IsOver>
bool wait_for_a_waiter(IsOver is_over) {
    auto observer = connect();
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!is_over() && std::chrono::steady_clock::now() < until) {
        if (observer.query("look who waits", kWaits).value().boolean()) return true;
    }
    return false;
}

// The taxonomy's own rows, which point at it, first.
constexpr const char* kDeleteDiagnosis =
    "delete from ods.diagnosis_ancestors where 'pneumonia' in (diagnosis_code, ancestor_code); "
    "delete from ods.diagnoses where diagnosis_code = 'pneumonia'";

struct Race : FirstLoad {
    Race() {
        settings.ingest.first_load_bytes = 0;
        settings.ingest.batch_rows = 100;
        replace(sixty_images());
        settle();
        whole = keys_and_indexes(sql());
        settings.ingest.catch_up_bytes = 1;
        restart();
        conninfo = settings.postgres.conninfo;
        answer = {};
        append(feed_line(
            {.image = "8800_a.png", .study = "8800", .report_id = "5000000", .labels = "['pneumonia']"}));
    }
    ~Race() { util::observe_steps(nullptr); }

    std::string whole;
};

} // namespace

TEST_CASE(
    "who deletes a parent of rows that a batch has written and not committed waits for it, and is refused",
    "[threads]") {
    Race rig;
    deletion = GENERATE(
        as<std::string>{}, kDeleteDiagnosis, "delete from ods.encounters where encounter_id = '9900'",
        "delete from ods.patients where patient_id = (select patient_id from ods.encounters limit 1)");
    CAPTURE(deletion);
    util::observe_steps([](std::string_view step) {
        if (step != "batch_commit" || answer.valid()) return;
        answer = std::async(std::launch::async, [] {
            auto other = connect();
            try {
                other.script("delete", deletion);
            } catch (const pg::Error& error) {
                return error.sqlstate();
            }
            return std::string();
        });
        wait_for_a_waiter(
            [] { return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
    });
    REQUIRE(rig.cycle().state == CycleState::worked);
    REQUIRE(answer.valid());
    CHECK(answer.get() == "23503");
    CHECK(rig.number("select count(*) from ods.encounter_diagnoses where diagnosis_code = 'pneumonia'") == 1);
    rig.settle();
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

TEST_CASE("a batch waits for who has deleted what its rows point at, and then writes it again", "[threads]") {
    Race rig;
    deletion = GENERATE(
        as<std::string>{}, kDeleteDiagnosis,
        "delete from ods.patients where not exists (select from ods.encounters where "
        "encounters.patient_id = patients.patient_id) and not exists (select from ods.patient_moves where "
        "patient_moves.patient_id = patients.patient_id)");
    CAPTURE(deletion);
    util::observe_steps([](std::string_view step) {
        if (step != "checkpoint_advanced" || answer.valid()) return;
        std::promise<void> deleted;
        auto is_deleted = deleted.get_future();
        answer = std::async(std::launch::async, [promise = std::move(deleted)]() mutable {
            auto other = connect();
            pg::Transaction transaction(other);
            other.script("delete", deletion);
            promise.set_value();
            const bool is_waited_for = wait_for_a_waiter([] { return false; });
            transaction.commit();
            return std::string(is_waited_for ? "committed" : "nobody waited");
        });
        is_deleted.wait();
    });
    const auto report = rig.cycle();
    CAPTURE(problem_of(report));
    REQUIRE(report.state == CycleState::worked);
    REQUIRE(answer.valid());
    CHECK(answer.get() == "committed");
    CHECK(rig.number("select count(*) from ods.encounter_diagnoses where diagnosis_code = 'pneumonia'") == 1);
    CHECK(rig.number("select count(*) from ingest.quarantine") == 0);
    rig.settle();
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
    note_proof(
        "a patient or diagnosis deleted while a batch that points at it is written without foreign keys", 2,
        "the deletion is refused, or the batch waits and finds it gone: nothing points at nothing");
}

TEST_CASE("a record whose diagnosis cannot be written again is quarantined, and the rest of its batch loads",
          "[threads]") {
    std::string states[2];
    for (const std::uint64_t least : {0, 1}) {
        Race rig;
        rig.settings.ingest.catch_up_bytes = least;
        rig.append(feed_line(
            {.image = "8801_a.png", .study = "8801", .report_id = "5000001", .labels = "['normal']"}));
        // As a rule of the operator's would: each time it is written, it is gone again.
        util::observe_steps([](std::string_view step) {
            if (step != "checkpoint_advanced") return;
            connect().script("delete", kDeleteDiagnosis);
        });
        const auto report = rig.cycle();
        util::observe_steps(nullptr);
        CAPTURE(problem_of(report));
        CHECK(rig.number("select count(*) from ods.encounters") == 31);
        states[least] = rig.value(
            "select string_agg(concat_ws(' ', encounter_id, reason, column_name, sqlstate), ',') from "
            "ingest.quarantine");
        CHECK(keys_and_indexes(rig.sql()) == rig.whole);
    }
    CHECK(states[0] == states[1]);
    CHECK(states[0].find("23503") != std::string::npos);
}
