#include "operation/heartbeat.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

#include <string>

using namespace padchestd;
using namespace std::chrono_literals;

namespace {

operation::Heartbeat sample() {
    const util::WallTime noon = std::chrono::system_clock::from_time_t(1'795'000'000);
    operation::Heartbeat beat;
    beat.pid = 42;
    beat.version = "1.2.3";
    beat.feed = "padchest";
    beat.started_at = noon - 1h;
    beat.at = beat.alive_at = noon;
    beat.interval = 60s;
    beat.state = "idle";
    beat.coalesced_ticks = 3;
    beat.problem = util::Problem{"cannot read", "is it there?", util::ExitCode::no_input};
    beat.last_cycle_at = noon - 10s;
    return beat;
}

} // namespace

TEST_CASE("a heartbeat is read as it was written") {
    const tests::TempFolder folder;
    const auto beat = sample();
    operation::write_heartbeat(folder / "heartbeat.json", beat);
    const auto read = operation::read_heartbeat(folder / "heartbeat.json");
    REQUIRE(read);
    CHECK(read->pid == 42);
    CHECK(read->feed == "padchest");
    CHECK(read->at == beat.at);
    CHECK(read->alive_at == beat.alive_at);
    CHECK(read->interval == 60s);
    CHECK(read->state == "idle");
    CHECK(read->problem == beat.problem);
    CHECK(read->coalesced_ticks == 3);
    CHECK(read->last_cycle_at == beat.last_cycle_at);
}

TEST_CASE("a missing, cut or foreign heartbeat is none") {
    const tests::TempFolder folder;
    CHECK_FALSE(operation::read_heartbeat("/no/such/file"));
    for (const std::string text : {"", "{", "[]", "{\"format\":1}", "{\"format\":3,\"pid\":1}", "null"}) {
        tests::write_file(folder / "heartbeat.json", text);
        CHECK_FALSE(operation::read_heartbeat(folder / "heartbeat.json"));
    }
}

TEST_CASE("a daemon is silent when it wrote nothing for over two intervals, or its worker showed no life") {
    auto beat = sample();
    CHECK_FALSE(operation::is_silent(beat, beat.at + 125s));
    CHECK(operation::is_silent(beat, beat.at + 131s));
    beat.alive_at = beat.at - 181s;
    CHECK(operation::is_silent(beat, beat.at));
    beat.alive_at = beat.at - 170s;
    CHECK_FALSE(operation::is_silent(beat, beat.at));
}
