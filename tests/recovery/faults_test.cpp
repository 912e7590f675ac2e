// Refusals of the server, clocks that jump, absences of any length: the daemon says so, waits, and mends by
// itself.

#include "recovery/small_studies.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/recovery_proof.h"
#include "support/resources.h"
#include "support/step_plan.h"

#include <catch2/catch.hpp>

#include <iostream>
#include <thread>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

void check(IngestRig& rig) {
    IngestRig calm;
    calm.settings.feed = rig.settings.feed;
    calm.settle();
    CHECK(differences(whole_content(rig.sql(), Books::ends), whole_content(calm.sql(), Books::ends)) == "");
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

void refuse_batches(IngestRig& rig, const std::string& sqlstate) {
    rig.sql().script("have the server refuse",
                     "create or replace function public.refuse() returns trigger language plpgsql as "
                     "$$ begin raise exception 'refused for a test' using errcode = '" +
                         sqlstate +
                         "'; end $$;"
                         "create trigger refuse before insert on ingest.batches for each row execute "
                         "function public.refuse()");
}

void allow_batches(IngestRig& rig) {
    rig.sql().script("have it accept again", "drop trigger refuse on ingest.batches");
}

} // namespace

TEST_CASE("what a server refuses for a while is tried again, and nothing is passed over") {
    IngestRig rig;
    rig.replace(feed_header());
    rig.settle();
    const std::vector<std::string> states = {"40001", "40P01", "55P03", "57014", "57P01", "57P02",
                                             "57P03", "53100", "53200", "53300", "25006", "08006"};
    int number = 0;
    for (const auto& state : states) {
        INFO(state);
        rig.append(study(number++));
        refuse_batches(rig, state);
        for (int i = 0; i < 2; ++i) {
            const auto report = rig.cycle();
            CHECK(report.state == CycleState::degraded);
            CHECK(problem_of(report).what.find(state) != std::string::npos);
            CHECK(report.exit_code() != util::ExitCode::ok);
        }
        allow_batches(rig);
        CHECK(rig.cycle().loaded == 1);
    }
    CHECK(rig.number("select count(*) from ingest.quarantine") == 0);
    check(rig);
    note_proof("transient SQLSTATEs: " + std::to_string(states.size()) + " of classes 08, 25, 40, 53, 55, 57",
               static_cast<std::int64_t>(states.size()), "retried; nothing quarantined, nothing passed over");
}

TEST_CASE("a lock held by somebody else and a deadlock are waited out") {
    IngestRig rig;
    rig.settings.postgres.lock_timeout = std::chrono::milliseconds(100);
    rig.replace(feed_header() + study(0));
    rig.settle();
    auto rival = rig.database.connect("rival");
    rig.append(study(1));

    SECTION("a lock timeout") {
        rival.bare_script("hold the checkpoint", "begin; select from ingest.checkpoint for update");
        CHECK(problem_of(rig.cycle()).what.find("55P03") != std::string::npos);
        rival.script("let go", "rollback");
    }
    SECTION("a statement timeout") {
        rig.settings.postgres.lock_timeout = std::chrono::seconds(20);
        rig.settings.postgres.statement_timeout = std::chrono::milliseconds(100);
        rig.restart();
        rival.bare_script("be slow with a table", "begin; lock table ods.reports in access exclusive mode");
        CHECK(problem_of(rig.cycle()).what.find("57014") != std::string::npos);
        rival.script("let go", "rollback");
    }
    SECTION("a statement timeout outside of a transaction") {
        rig.settings.postgres.statement_timeout = std::chrono::milliseconds(100);
        rig.restart();
        rival.bare_script("keep everybody out",
                          "begin; lock table ingest.checkpoint in access exclusive mode");
        CHECK(problem_of(rig.cycle()).what.find("57014") != std::string::npos);
        rival.script("let go", "rollback");
    }
    SECTION("a deadlock") {
        rig.settings.postgres.lock_timeout = std::chrono::seconds(20);
        rig.sql().script("find deadlocks fast",
                         "do $$ begin execute format('alter database %I set deadlock_timeout = ''50ms''', "
                         "current_database()); end $$");
        rig.restart();
        // It must not be the one that notices: the victim is to be the daemon.
        rival.bare_script("hold a table", "set deadlock_timeout = '1min'; begin; "
                                          "lock table ods.reports in exclusive mode");
        StepPlan plan;
        std::thread other;
        plan.at("copy_reports", 1, [&] {
            other = std::thread(
                [&] { rival.script("wait for the daemon", "select from ingest.checkpoint for update"); });
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        });
        const auto report = rig.cycle();
        if (other.joinable()) other.join();
        CHECK(problem_of(report).what.find("40P01") != std::string::npos);
        plan.nothing();
        rival.script("let go", "rollback");
    }
    rig.settle();
    check(rig);
    note_proof("lock timeout, statement timeout, deadlock, read-only server, each by a real rival", 1,
               "degraded, retried, nothing passed over");
}

TEST_CASE("steps of the calendar by a day, back and forth, skip no work and repeat none") {
    IngestRig rig;
    rig.replace(feed_header());
    rig.settle();
    int number = 0;
    for (const int days : {-1, 1, 1, -30, 400, -400}) {
        rig.clock.set(rig.clock.now() + std::chrono::hours(24 * days));
        rig.append(study(number++));
        CHECK(rig.cycle().loaded == 1);
        CHECK(rig.cycle().state == CycleState::idle);
    }
    check(rig);
    note_proof("the calendar set by a day to a year, back and forth", 6, "no work skipped or repeated");
}

TEST_CASE("a record of 10 MB is put aside, and the ones around it load") {
    IngestRig rig;
    rig.replace(feed_header() + study(0) + study(1, {.report = std::string(10U << 20U, 'x')}) + study(2));
    const auto report = rig.cycle();
    CHECK(report.loaded == 2);
    CHECK(report.quarantined == 1);
    rig.settle();
    check(rig);
    note_proof("a record of 10 MB", 1, "quarantined with its position; its neighbours load");
}

TEST_CASE("a database that is away costs no memory, and is caught up with when it is back") {
    IngestRig rig;
    rig.replace(feed_header() + studies(0, 50));
    const auto right = rig.settings.postgres.conninfo;
    rig.settings.postgres.conninfo = "host=" + (rig.folder / "nowhere").string();
    ingest::Cycle cycle(rig.settings, mappings(), rig.clock, {});
    const int absences = long_run() ? 20'000 : 1000;
    for (int i = 0; i < absences / 10; ++i) REQUIRE(cycle.run({}).state == CycleState::degraded);
    const auto before = resident_kib();
    for (int i = 0; i < absences; ++i) REQUIRE(cycle.run({}).state == CycleState::degraded);
    const auto grown = resident_kib() - before;
    std::cout << absences << " vain cycles: resident memory " << before << " KiB, grown by " << grown
              << " KiB\n";
    CHECK((grown < 2048 || sanitized()));
    rig.settings.postgres.conninfo = right;
    cycle.configure(rig.settings);
    CHECK(cycle.run({}).loaded == 50);
    note_proof("cycles without a database", absences, "memory flat; caught up at its return");
}
