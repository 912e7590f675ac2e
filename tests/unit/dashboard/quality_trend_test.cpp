// What is published of a check's result where counts are rounded.

#include "dashboard/quality_trend.h"

#include <catch2/catch.hpp>

#include <algorithm>

using padchestd::dashboard::publish;
using padchestd::dashboard::published_result;

TEST_CASE("a check's result is published as it is where counts are") {
    CHECK(published_result(100, 3, 0.02, false, 0) == false);
    CHECK(published_result(100, 3, 0.03, true, 1) == true);
}

TEST_CASE("under rounding a check's result tells nothing that its published counts do not") {
    constexpr std::uint64_t kLeast = 5;
    constexpr double kThreshold = 0.02;
    const auto passes = [](int checked, int failing) { return failing <= kThreshold * checked; };
    const auto result = [&](int checked, int failing) {
        return published_result(checked, failing, kThreshold, passes(checked, failing), kLeast);
    };
    for (int checked = 0; checked < 400; checked += 7) {
        for (int failing = 0; failing <= std::min(checked, 30); ++failing) {
            for (int other = 0; other <= std::min(checked, 30); ++other) {
                if (publish(failing, kLeast) != publish(other, kLeast) || (failing == 0) != (other == 0))
                    continue;
                INFO(checked << ' ' << failing << ' ' << other);
                CHECK(result(checked, failing) == result(checked, other));
            }
            if (const auto shown = result(checked, failing)) CHECK(*shown == passes(checked, failing));
        }
    }
    CHECK(result(1000, 3) == true);
    CHECK(result(100, 20) == false);
    CHECK(result(100, 3) == std::nullopt);
    CHECK(published_result(100, 1, 0, false, kLeast) == false);
}
