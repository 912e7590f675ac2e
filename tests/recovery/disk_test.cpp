// Disks that are full or broken under what the daemon writes beside the database: rows commit all the same,
// the daemon says so, and recovers by itself.

#include "log/event.h"
#include "recovery/small_studies.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"
#include "support/step_plan.h"
#include "support/tiny_disk.h"

#include <catch2/catch.hpp>

#include <system_error>
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

template<typename Condition>
bool eventually(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

// The log is written by a thread of its own: cycles until the condition holds of a report.
template<typename Condition>
ingest::CycleReport cycle_until(IngestRig& rig, Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    auto report = rig.cycle();
    while (!condition(report) && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        report = rig.cycle();
    }
    return report;
}

} // namespace

TEST_CASE("a failure at any step of writing a file degrades the daemon, rows commit, and it recovers") {
    IngestRig rig;
    rig.settings.dashboard.file = rig.folder / "dashboard.html";
    rig.replace(feed_header());
    rig.settle();
    StepPlan plan;
    int number = 0;
    for (const int error : {ENOSPC, EIO, EROFS}) {
        for (const auto* step : {"file_write", "file_fsync", "file_rename"}) {
            INFO(step << " fails with " << error);
            rig.append(study(number++));
            plan.at(step, 0,
                    [error] { throw std::system_error(error, std::generic_category(), "made to fail"); });
            const auto report = rig.cycle();
            CHECK(report.state == CycleState::degraded);
            CHECK(report.loaded == 1);
            CHECK(report.state_file_failed);
            CHECK(report.dashboard_failed);
            CHECK(rig.cycle().state == CycleState::degraded); // and says so as long as it lasts
            plan.nothing();
            CHECK(rig.cycle().state == CycleState::idle);
            CHECK(rig.cycle().state == CycleState::idle);
        }
    }
    check(rig);
    note_proof("ENOSPC, EIO, EROFS at write, fsync and rename of state file and dashboard", 9,
               "rows commit; degraded within the cycle; recovers by itself");
}

TEST_CASE("a disk that is really full under the state file stops neither the rows nor the daemon") {
    IngestRig rig;
    const TinyDisk disk(rig.folder / "disk");
    if (!disk.there()) return skip("mounting a small file system needs root");
    rig.settings.state.file = disk / "pipeline_state.json";
    rig.replace(feed_header() + study(0));
    rig.settle();
    disk.fill();
    rig.append(study(1));
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(report.state_file_failed);
    CHECK(report.loaded == 1);
    disk.free();
    CHECK(rig.cycle().state == CycleState::idle);
    check(rig);
    note_proof("a full disk under the state file", 1, "rows commit; degraded; recovers by itself");
}

TEST_CASE("a disk that is really full under the dashboard keeps the old page whole, and rows go on") {
    IngestRig rig;
    const auto page = rig.folder / "disk" / "dashboard.html";
    const TinyDisk disk(rig.folder / "disk", 64U << 20U);
    if (!disk.there()) return skip("mounting a small file system needs root");
    rig.settings.dashboard.file = page;
    rig.replace(feed_header() + study(0));
    rig.settle();
    const auto old = read_file(page);
    disk.fill();
    rig.append(study(1));
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(report.dashboard_failed);
    CHECK(report.loaded == 1);
    CHECK(report.refreshed == 1);
    CHECK(read_file(page) == old);
    for (const auto& entry : std::filesystem::directory_iterator(page.parent_path()))
        CHECK_FALSE(entry.path().filename().string().starts_with(".dashboard.html"));
    CHECK(rig.cycle().state == CycleState::degraded); // as long as it lasts
    disk.free();
    CHECK(rig.cycle().state == CycleState::idle);
    CHECK(read_file(page) != old);
    check(rig);
    note_proof("a full disk under the dashboard", 1,
               "rows commit; degraded; the old page stays whole; recovers by itself");
}

TEST_CASE("a disk that is really full under the log degrades the daemon within a cycle, and rows go on") {
    IngestRig rig;
    const TinyDisk disk(rig.folder / "disk");
    if (!disk.there()) return skip("mounting a small file system needs root");
    rig.settings.logging.file = disk / "log";
    log::open({.file = rig.settings.logging.file});
    rig.replace(feed_header() + study(0));
    rig.settle();
    disk.fill();
    for (int i = 1; i < 60; ++i) rig.append(study(i)); // a log's last page may have had room for some lines
    auto report = rig.cycle();
    CHECK(report.loaded == 59);
    int number = 60;
    report = cycle_until(rig, [&](const auto& seen) {
        if (!seen.log_failed) rig.append(study(number++));
        return seen.log_failed;
    });
    CHECK(report.state == CycleState::degraded);
    CHECK(problem_of(report).what.find(rig.settings.logging.file.string()) != std::string::npos);
    CHECK(report.exit_code() == util::ExitCode::io);
    const auto lost = log::dropped();
    rig.append(study(number++));
    CHECK(rig.cycle().loaded >= 1);
    REQUIRE(
        eventually([&] { return log::dropped() > lost; })); // its line does not wait in the queue any more
    disk.free();
    static_cast<void>(rig.cycle()); // nothing happens any more, but the log is tried by every cycle
    CHECK(eventually([] { return log::dropped() == 0; }));
    CHECK(rig.cycle().state == CycleState::idle);
    log::close();
    const auto text = read_file(rig.settings.logging.file);
    CHECK(text.find("event=log_recovered dropped=") != std::string::npos);
    CHECK(text.find("event=recovered from=degraded") != std::string::npos);
    check(rig);
    note_proof("a full disk under the log", 1,
               "rows commit; degraded; the lost lines are counted; recovers by itself");
}
