#include "daemon/schedule.h"

#include <catch2/catch.hpp>

using padchestd::daemon::Schedule;
using namespace std::chrono_literals;

namespace {
const padchestd::util::SteadyTime kStart{1000s};
}

TEST_CASE("ticks are due at multiples of the interval from the start") {
    Schedule schedule(kStart, 60s);
    CHECK(schedule.next() == kStart + 60s);
    CHECK(schedule.take_due(kStart + 59s) == 0);
    CHECK(schedule.take_due(kStart + 60s) == 1);
    CHECK(schedule.next() == kStart + 120s);
}

TEST_CASE("a late look does not move the later ticks") {
    Schedule schedule(kStart, 60s);
    for (int tick = 1; tick <= 1000; ++tick) {
        REQUIRE(schedule.take_due(kStart + tick * 60s + 17ms) == 1);
        REQUIRE(schedule.next() == kStart + (tick + 1) * 60s);
    }
}

TEST_CASE("ticks that were missed are counted, and the next one is on the grid") {
    Schedule schedule(kStart, 60s);
    CHECK(schedule.take_due(kStart + 60s * 5 + 1s) == 5);
    CHECK(schedule.next() == kStart + 60s * 6);
    CHECK(schedule.take_due(kStart + 60s * 5 + 2s) == 0);
}
