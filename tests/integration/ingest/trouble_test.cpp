// The database goes away, refuses, is held by another daemon; the state file is damaged: said, never
// believed, made good.

#include "store/state_file.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/step_plan.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

std::string study(int number) {
    const auto id = std::to_string(9900 + number);
    return feed_line({.image = id + "_a.png", .study = id});
}

store::StateFile state_of(IngestRig& rig) {
    return store::compare_state_file(rig.settings.state.file, rig.settings.feed.name,
                                     store::read_checkpoint(rig.sql(), rig.settings.feed.name).value());
}

} // namespace

TEST_CASE(
    "a damaged, old, foreign or missing state file is detected and written anew, the database decides") {
    IngestRig rig;
    rig.replace(feed_header() + study(0));
    REQUIRE(rig.cycle().loaded == 1);
    const auto first = read_file(rig.settings.state.file);
    rig.append(study(1));
    REQUIRE(rig.cycle().loaded == 1);
    REQUIRE(state_of(rig) == store::StateFile::agrees);
    const auto good = read_file(rig.settings.state.file);

    auto flipped = good;
    flipped[good.find("last_row") + 11] ^= 1;
    auto foreign =
        store::state_text("other", store::read_checkpoint(rig.sql(), rig.settings.feed.name).value());
    auto ahead = store::read_checkpoint(rig.sql(), rig.settings.feed.name).value();
    ahead.batch_id += 7;
    auto other_database = store::read_checkpoint(rig.sql(), rig.settings.feed.name).value();
    other_database.committed_at = "2019-12-31T23:59:59.000000Z"; // as far, but at another time
    const std::vector<std::pair<std::string, store::StateFile>> damages = {
        {std::string(good.size(), '\0'), store::StateFile::broken},
        {"", store::StateFile::broken},
        {good.substr(0, good.size() / 2), store::StateFile::broken},
        {flipped, store::StateFile::broken},
        {first, store::StateFile::behind},
        {foreign, store::StateFile::elsewhere},
        {store::state_text(rig.settings.feed.name, ahead), store::StateFile::ahead},
        {store::state_text(rig.settings.feed.name, other_database), store::StateFile::elsewhere},
    };
    for (const auto& [text, expected] : damages) {
        write_file(rig.settings.state.file, text);
        CHECK(state_of(rig) == expected);
        rig.restart();
        CHECK(rig.cycle().state == CycleState::idle);
        CHECK(read_file(rig.settings.state.file) == good);
    }
    std::filesystem::remove(rig.settings.state.file);
    CHECK(rig.cycle().state == CycleState::idle);
    CHECK(read_file(rig.settings.state.file) == good);
    CHECK(rig.number("select count(*) from ods.encounters") == 2);
}

TEST_CASE("the state file follows each batch, not only the end of a cycle") {
    IngestRig rig;
    rig.settings.ingest.batch_rows = 1;
    rig.replace(feed_header());
    REQUIRE(rig.cycle().state == CycleState::idle);
    rig.append(study(0) + study(1) + study(2));
    StepPlan plan;
    std::vector<std::string> seen; // when a batch begins
    plan.at("batch_begin", 0, [&] {
        CHECK(state_of(rig) == store::StateFile::agrees);
        seen.push_back(read_file(rig.settings.state.file));
    });
    REQUIRE(rig.cycle().batches == 3);
    plan.nothing();
    REQUIRE(seen.size() == 3);
    CHECK(seen[0] != seen[1]);
    CHECK(seen[1] != seen[2]);
    CHECK(state_of(rig) == store::StateFile::agrees);
}

TEST_CASE("a state file that cannot be written degrades the daemon, while rows go on") {
    IngestRig rig;
    rig.settings.state.file = rig.folder / "gone" / "pipeline_state.json";
    rig.replace(feed_header() + study(0));
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(report.state_file_failed);
    CHECK(report.loaded == 1);
    std::filesystem::create_directory(rig.folder / "gone");
    CHECK(rig.cycle().state == CycleState::idle);
    CHECK(state_of(rig) == store::StateFile::agrees);
}

TEST_CASE("a second daemon on the same feed waits, and takes over when the first one ends") {
    IngestRig rig;
    rig.replace(feed_header() + study(0));
    REQUIRE(rig.cycle().loaded == 1);
    ingest::Cycle second(rig.settings, mappings(), rig.clock, {});
    rig.append(study(1));
    const auto waiting = second.run({});
    CHECK(waiting.state == CycleState::standby);
    CHECK(problem_of(waiting).what.find("another daemon") != std::string::npos);
    CHECK(rig.number("select last_row from ingest.checkpoint") == 1);
    rig.restart(); // the first one ends
    CHECK(second.run({}).loaded == 1);
    CHECK(rig.cycle().state == CycleState::standby);
}

TEST_CASE("an idle daemon is not overtaken before two intervals, whatever follows its last record") {
    IngestRig rig;
    rig.settings.schedule.interval = std::chrono::milliseconds(1);
    rig.settings.fencing.takeover_after = std::chrono::milliseconds(1);
    rig.replace(feed_header() + study(0));
    REQUIRE(rig.cycle().loaded == 1);
    auto patient = rig.settings;
    patient.schedule.interval = std::chrono::hours(1);
    ingest::Cycle rival(rig.settings, mappings(), rig.clock, {});
    ingest::Cycle patient_rival(patient, mappings(), rig.clock, {});
    const auto pause = [] { std::this_thread::sleep_for(std::chrono::milliseconds(30)); };
    pause();
    CHECK(rival.run({}).state == CycleState::standby);
    rig.append("\n\r\n\n"); // belongs to a record that has not come yet
    pause();
    CHECK(rival.run({}).state == CycleState::standby);
    const auto next = study(1);
    rig.append(next.substr(0, 50));
    pause();
    CHECK(rival.run({}).state == CycleState::standby);
    CHECK(rig.cycle().state == CycleState::idle); // still the holder
    rig.append(next.substr(50));                  // now work waits
    pause();
    CHECK(patient_rival.run({}).state == CycleState::standby);
    CHECK(rival.run({}).loaded == 1);
}

TEST_CASE("a daemon that was overtaken cannot write, and goes on from where the other one is") {
    IngestRig rig;
    rig.replace(feed_header() + study(0));
    REQUIRE(rig.cycle().loaded == 1);
    rig.append(study(1));
    // Another writer took the next batch under a new epoch while this one was not looking.
    rig.sql().script("overtake", "update ingest.checkpoint set epoch = epoch + 1");
    const auto report = rig.cycle();
    CHECK(report.loaded == 1);
    CHECK(rig.number("select count(*) from ods.procedures") == 2);
    CHECK(rig.number("select epoch from ingest.checkpoint") == 3);
}

TEST_CASE(
    "the compare-and-set refuses a batch from anywhere but the checkpoint's position, epoch and generation") {
    IngestRig rig;
    rig.replace(feed_header() + study(0));
    REQUIRE(rig.cycle().loaded == 1);
    const auto& feed = rig.settings.feed.name;
    const auto now = store::read_checkpoint(rig.sql(), feed).value();
    auto next = now;
    next.position.byte_offset += 10;
    next.batch_id += 1;
    for (int which = 0; which < 4; ++which) {
        auto wrong = now;
        if (which == 0) wrong.position.byte_offset -= 1;
        if (which == 1) wrong.epoch += 1;
        if (which == 2) wrong.generation += 1;
        auto to = next;
        if (which == 3) to.batch_id += 1;
        CHECK(store::advance_checkpoint(rig.sql(), feed, wrong, to) == store::Advance::overtaken);
    }
    CHECK(store::advance_checkpoint(rig.sql(), feed, now, next) == store::Advance::done);
    CHECK(store::advance_checkpoint(rig.sql(), feed, now, next) == store::Advance::overtaken);
}

TEST_CASE("without a database the daemon is degraded with growing waits, and catches up when it is back") {
    IngestRig rig;
    rig.replace(feed_header() + study(0));
    const auto right = rig.settings.postgres.conninfo;
    rig.settings.postgres.conninfo = "host=" + (rig.folder / "nowhere").string();
    auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(report.exit_code() == util::ExitCode::unavailable);
    CHECK(report.retry_after.count() > 0);
    const auto first = report.retry_after;
    for (int i = 0; i < 4; ++i) report = rig.cycle();
    CHECK(report.retry_after > 2 * first);
    rig.settings.postgres.conninfo = right;
    rig.restart();
    CHECK(rig.cycle().loaded == 1);
}

TEST_CASE("a connection that is ended from outside is made again, and nothing is lost or doubled") {
    IngestRig rig;
    rig.replace(feed_header() + study(0));
    REQUIRE(rig.cycle().loaded == 1);
    rig.sql().script(
        "end it",
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'padchestd writer' "
        "and datname = current_database()");
    rig.append(study(1));
    rig.settle(); // whether its end is noticed before the cycle, or in the middle of it
    CHECK(rig.number("select count(*) from ods.procedures") == 2);
}

TEST_CASE("a database of a newer or altered schema is refused with the reason") {
    IngestRig rig;
    rig.replace(feed_header() + study(0));
    rig.sql().script("a newer program was here",
                     "insert into ingest.migrations values (999, 'future', 'x', '9.9', now())");
    auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(report.exit_code() == util::ExitCode::config);
    CHECK(problem_of(report).what.find("newer") != std::string::npos);
    CHECK(report.gives_up());
    rig.sql().script("an altered one", "delete from ingest.migrations where version = 999;"
                                       "update ingest.migrations set checksum = 'x' where version = 1");
    report = rig.cycle();
    CHECK(problem_of(report).what.find("another text") != std::string::npos);
    CHECK(report.gives_up());
    CHECK(rig.number("select count(*) from ods.encounters") == 0);
}
