// A daemon that is stopped while it makes a database ready: it holds no writer's lock yet, but locks that its
// successor waits for.

#include "recovery/small_studies.h"
#include "support/brief.h"
#include "support/child_daemon.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"
#include "support/step_plan.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

using std::chrono::milliseconds;

void prepare(IngestRig& rig) {
    rig.settings.schedule.interval = milliseconds(20);
    rig.settings.fencing.takeover_after = milliseconds(200);
    rig.settings.postgres.lock_timeout = milliseconds(100);
    rig.settings.postgres.backoff_first = milliseconds(10);
    rig.settings.postgres.backoff_most = milliseconds(50);
    rig.replace(feed_header() + studies(0, 10) + study(10, {.labels = "['Something New']"}));
}

void check(IngestRig& rig) {
    IngestRig calm(Start::empty);
    prepare(calm);
    calm.settle();
    CHECK(differences(whole_content(rig.sql(), Books::ends), whole_content(calm.sql(), Books::ends)) == "");
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

} // namespace

TEST_CASE("a daemon that is stopped while it migrates or seeds is overtaken there, too") {
    const std::vector<std::string_view> steps = {"migrate_applied", "migrate_commit", "seed_patients_copy",
                                                 "copy_data", "seed_patients_commit"};
    for (const auto step : share_of(steps)) {
        INFO("step " << step);
        IngestRig rig(Start::empty);
        prepare(rig);
        StepPlan plan;
        plan.at(step, 1, halt);
        ChildDaemon first(rig.settings);
        first.start(Until::killed);
        first.wait_until_stopped();
        plan.nothing();
        ChildDaemon second(rig.settings);
        REQUIRE(second.run() == Ending::done);
        const auto written = rig.row_versions({"ods", "ingest", "dwh"});
        first.wake();
        std::this_thread::sleep_for(milliseconds(100)); // it could write now, if anything let it
        CHECK(rig.row_versions({"ods", "ingest", "dwh"}) == written);
        first.kill();
        check(rig);
    }
    note_proof("daemon stopped (SIGSTOP) in a migration or in patient seeding; overtaken; woken",
               static_cast<std::int64_t>(steps.size()),
               "the next one completes the work; nothing is made twice");
}

TEST_CASE("a transaction that a living person keeps open is not ended by a daemon that starts") {
    IngestRig rig;
    prepare(rig);
    rig.sql().bare_script("be a person", "set application_name = 'psql'; begin; select from ods.patients");
    auto ours = rig.database.connect("old"); // as a stopped program of the project leaves it
    ours.bare_script("be stopped", "begin; select from ods.patients");
    std::this_thread::sleep_for(rig.settings.fencing.takeover_after + milliseconds(50));
    ChildDaemon daemon(rig.settings);
    REQUIRE(daemon.run() == Ending::done);
    CHECK_NOTHROW(rig.sql().script("go on", "select from ods.patients; rollback"));
    CHECK_THROWS(ours.script("go on", "select from ods.patients; rollback"));
}

TEST_CASE("a program of the project that works on a long statement is not taken for a stopped one") {
    IngestRig rig;
    prepare(rig);
    auto busy = rig.database.connect("busy");
    std::exception_ptr failure;
    std::thread working([&] {
        try {
            busy.bare_script("work long", "begin; select pg_sleep(1); rollback");
        } catch (...) {
            failure = std::current_exception();
        }
    });
    std::this_thread::sleep_for(2 * rig.settings.fencing.takeover_after);
    ChildDaemon daemon(rig.settings);
    CHECK(daemon.run() == Ending::done);
    working.join();
    CHECK_FALSE(failure);
}
