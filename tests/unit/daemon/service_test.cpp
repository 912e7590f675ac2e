// When the daemon works, and how it ends: ticks, backoffs, TERM.

#include "operation/heartbeat.h"
#include "unit/daemon/running_service.h"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <csignal>
#include <filesystem>

using namespace padchestd;
using namespace padchestd::tests;

TEST_CASE("the first cycle runs at once, however long the interval") {
    Running running(1h);
    running.start();
    CHECK(running.cycle.wait_for_begun(1));
    CHECK(running.ending() == Ending::orderly);
    CHECK(running.cycle.begun() == 1);
}

TEST_CASE("a cycle runs at each tick") {
    Running running(10ms);
    running.start();
    CHECK(running.cycle.wait_for_begun(5));
    CHECK(running.ending() == Ending::orderly);
}

TEST_CASE("ticks that fall into a running cycle are coalesced and counted") {
    Running running(10ms);
    running.cycle.hold();
    running.start();
    REQUIRE(running.cycle.wait_for_begun(1));
    // The heartbeat tells the ticks that came meanwhile.
    CHECK(Running::eventually([&] {
        const auto beat = operation::read_heartbeat(running.settings.state.heartbeat);
        return beat && beat->working && beat->coalesced_ticks >= 3;
    }));
    CHECK(running.cycle.begun() == 1);
    running.cycle.let_go();
    CHECK(running.wait_for_log("event=ticks_coalesced ticks="));
    CHECK(running.cycle.wait_for_begun(2));
    CHECK(running.ending() == Ending::orderly);
}

TEST_CASE("a failure is tried again after its backoff, before the next tick") {
    Running running(1h);
    running.cycle.will_report(degraded({"no database"}, 5ms));
    running.cycle.will_report(degraded({"no database"}, 5ms));
    running.start();
    CHECK(running.cycle.wait_for_begun(3));
    CHECK(running.ending() == Ending::orderly);
    CHECK(running.cycle.begun() == 3);
}

TEST_CASE("no tick comes before a backoff that is longer than the interval") {
    Running running(10ms);
    running.cycle.will_report(degraded({"no database"}, 1h));
    running.start();
    // Ticks continue, as the heartbeat shows, but no cycle runs.
    const auto first = operation::read_heartbeat(running.settings.state.heartbeat);
    CHECK(Running::eventually([&] {
        const auto beat = operation::read_heartbeat(running.settings.state.heartbeat);
        return beat && !beat->working && beat->state == "degraded" && beat->problem &&
               beat->problem->what == "no database";
    }));
    std::this_thread::sleep_for(50ms);
    CHECK(running.cycle.begun() == 1);
    CHECK(running.ending() == Ending::orderly);
}

TEST_CASE("SIGTERM stops a working daemon, and the heartbeat file goes") {
    Running running(1h);
    running.cycle.hold();
    running.start();
    REQUIRE(running.cycle.wait_for_begun(1));
    CHECK(std::filesystem::exists(running.settings.state.heartbeat));
    const auto asked = std::chrono::steady_clock::now();
    ::kill(::getpid(), SIGTERM);
    CHECK(running.wait_for_ending() == Ending::orderly);
    CHECK(std::chrono::steady_clock::now() - asked < 10s);
    CHECK_FALSE(std::filesystem::exists(running.settings.state.heartbeat));
}

TEST_CASE("a worker that does not heed the stop is not waited for") {
    auto running = std::make_unique<Running>(1h, 20ms);
    running->cycle.hold(false);
    running->start();
    REQUIRE(running->cycle.wait_for_begun(1));
    ::kill(::getpid(), SIGTERM);
    CHECK(running->wait_for_ending() == Ending::forced);
    CHECK(running->wait_for_log("event=stop_forced"));
    // Where the daemon would now end its process, the test lets the thread run out, and leaves it its
    // objects.
    running->cycle.let_go();
    log::close();
    static_cast<void>(running.release());
}

TEST_CASE("a second SIGTERM does not wait for the worker") {
    auto running = std::make_unique<Running>(1h);
    running->cycle.hold(false);
    running->start();
    REQUIRE(running->cycle.wait_for_begun(1));
    ::kill(::getpid(), SIGTERM);
    REQUIRE(running->wait_for_log("event=stop_requested"));
    ::kill(::getpid(), SIGINT);
    CHECK(running->wait_for_ending() == Ending::forced);
    running->cycle.let_go();
    log::close();
    static_cast<void>(running.release());
}

TEST_CASE("a cycle that gives up ends the service, and the log tells why") {
    Running running(1h);
    running.cycle.will_report(
        degraded({.what = "a newer database", .exit_code = util::ExitCode::config, .final = true}, 1ms));
    running.start();
    CHECK(running.wait_for_ending() == Ending::gave_up);
    CHECK(running.wait_for_log("error event=gave_up problem=\"a newer database\""));
    CHECK(running.cycle.begun() == 1);
    CHECK_FALSE(std::filesystem::exists(running.settings.state.heartbeat));
}

TEST_CASE("a cycle that throws is a defect: it is logged by its type, and the service ends") {
    Running running(1h);
    daemon::ServiceParts parts;
    parts.cycle = [](const std::stop_token&) -> CycleReport { throw std::logic_error("a cell's value"); };
    daemon::Service service(running.settings, parts, running.life, running.clock);
    CHECK(service.run() == Ending::defect);
    CHECK(running.wait_for_log("event=defect"));
    CHECK(running.log_text().find("a cell's value") == std::string::npos);
    running.service.reset();
}
