#include "integration/warehouse/small_store.h"
#include "support/database.h"
#include "support/environment.h"
#include "support/manual_clock.h"
#include "warehouse/refresh.h"
#include "warehouse/verify.h"

#include <catch2/catch.hpp>

using namespace padchestd;

namespace {

std::string said(const std::vector<warehouse::Difference>& differences) {
    std::string text;
    for (const auto& difference : differences)
        text += difference.table + " misses " + std::to_string(difference.missing_rows) + ", has " +
                std::to_string(difference.surplus_rows) + " too many; ";
    return text;
}

} // namespace

TEST_CASE("after each step of a hundred random histories the warehouse equals a rebuild") {
    const std::uint64_t first_seed = tests::seed();
    const int histories = tests::long_run() ? 1'000 : 100;
    constexpr int kSteps = 6;
    tests::ManualClock clock;
    tests::Database database;
    auto connection = database.connect();
    for (int history = 0; history < histories; ++history) {
        const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(history);
        connection.script("begin anew",
                          "truncate ods.patients, ods.facilities, ods.diagnoses, ods.localizations,"
                          " ingest.change_queue, ingest.dimension_queue cascade");
        warehouse::refresh_full(connection, clock);
        tests::SmallStore store(connection, seed);
        std::string steps;
        for (int step = 0; step < kSteps; ++step) {
            std::string changes;
            for (int i = 0; i < 4; ++i) changes += store.change() + ", ";
            steps += "\n  " + changes;
            const auto refreshed = warehouse::refresh(connection, clock);
            INFO("seed " << seed << ", steps:" << steps);
            CHECK_FALSE(refreshed.full);
            REQUIRE(said(warehouse::verify(connection, clock)) == "");
        }
    }
}
