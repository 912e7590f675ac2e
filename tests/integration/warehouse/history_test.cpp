#include "integration/warehouse/differences.h"
#include "integration/warehouse/small_feed.h"
#include "integration/warehouse/small_store.h"
#include "support/brief.h"
#include "support/database.h"
#include "support/environment.h"
#include "support/manual_clock.h"
#include "support/warehouse_recount.h"
#include "warehouse/refresh.h"
#include "warehouse/update.h"

#include <catch2/catch.hpp>

using namespace padchestd;

namespace {

void empty_the_store(pg::Connection& connection, const util::Clock& clock) {
    connection.script("begin anew", "truncate ods.patients, ods.facilities, ods.diagnoses, ods.localizations,"
                                    " ingest.change_queue, ingest.dimension_queue cascade");
    warehouse::refresh_full(connection, clock);
}

} // namespace

TEST_CASE("after each step of many random histories of a feed the warehouse equals a rebuild") {
    const std::uint64_t first_seed = tests::seed();
    const int histories = tests::long_run() ? 1'000 : tests::briefly() ? 10 : 100;
    constexpr int kSteps = 3;
    tests::IngestRig rig;
    rig.settings.ingest.batch_rows = 5; // several batches a cycle
    rig.replace(tests::feed_header());
    rig.settle();
    std::map<std::string, int> replays;
    for (int history = 0; history < histories; ++history) {
        const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(history);
        tests::SmallFeed feed(rig, seed);
        warehouse::refresh_full(rig.sql(), rig.clock);
        const std::string rebuilt = rig.value("select rebuilt_at from ingest.warehouse_state");
        std::string steps;
        for (int step = 0; step < kSteps; ++step) {
            steps += "\n ";
            for (int i = 0; i < 4; ++i) steps += " " + feed.change() + ",";
            INFO("PADCHESTD_TEST_SEED=" << seed << ", steps:" << steps);
            rig.settle();
            CHECK(warehouse::refresh_lag(rig.sql()).encounters == 0);
            REQUIRE(tests::said(warehouse::verify(rig.sql(), rig.clock)) == "");
            CHECK(rig.value("select rebuilt_at from ingest.warehouse_state") == rebuilt);
        }
        for (const auto& [end, count] : feed.replays()) replays[end] += count;
    }
    for (const char* end : {"loaded", "superseded", "rejected"})
        CHECK((replays[end] > 0 || tests::briefly()));
}

TEST_CASE("after each step of random histories of a store the warehouse equals a rebuild") {
    const std::uint64_t first_seed = tests::seed();
    // What the load never does: what is gone, renamed, redated.
    const int histories = tests::long_run() ? 500 : tests::briefly() ? 8 : 40;
    constexpr int kSteps = 4;
    tests::ManualClock clock;
    tests::Database database;
    auto connection = database.connect();
    for (int history = 0; history < histories; ++history) {
        const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(history);
        empty_the_store(connection, clock);
        tests::SmallStore store(connection, seed);
        std::string steps;
        for (int step = 0; step < kSteps; ++step) {
            steps += "\n ";
            for (int i = 0; i < 5; ++i) steps += " " + store.change() + ",";
            const auto refreshed = warehouse::refresh(connection, clock);
            INFO("PADCHESTD_TEST_SEED=" << seed << ", steps:" << steps);
            CHECK_FALSE(refreshed.full);
            REQUIRE(tests::said(warehouse::verify(connection, clock)) == "");
        }
    }
}

TEST_CASE("a long queue is followed in parts, to the same end") {
    const std::uint64_t first_seed = tests::seed();
    const int histories = tests::long_run() ? 200 : tests::briefly() ? 3 : 10;
    tests::ManualClock clock;
    tests::Database database;
    auto connection = database.connect();
    for (int history = 0; history < histories; ++history) {
        const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(history);
        empty_the_store(connection, clock);
        tests::SmallStore store(connection, seed);
        for (int round = 0; round < 4; ++round) {
            store.add_encounters(5);
            for (int i = 0; i < 15; ++i) store.change();
            warehouse::Update update(connection);
            const auto followed = update.bring_up(clock, std::nullopt, 3);
            INFO("PADCHESTD_TEST_SEED=" << seed << ", round " << round);
            CHECK(followed.encounters > 3);
            update.commit();
            REQUIRE(tests::said(warehouse::verify(connection, clock)) == "");
        }
    }
}

TEST_CASE(
    "an encounter that went while its patient was corrected is taken from the groups it was counted in") {
    tests::ManualClock clock;
    tests::Database database;
    auto connection = database.connect();
    tests::SmallStore store(connection, 11);
    const std::string patient = store.patients().front();
    for (int i = 0; i < 3; ++i) store.add_encounter(patient, "2012-06-15");
    warehouse::refresh(connection, clock);
    connection.query(
        "correct the patient",
        "with corrected as (update ods.patients set sex = case sex when 'F' then 'M' else 'F' end"
        " where patient_id = $1 returning patient_id)"
        " insert into ingest.dimension_queue"
        " select 'patient', patient_id, gen_random_uuid(), now() from corrected",
        {patient});
    store.remove_encounter(store.encounters().back());
    warehouse::Update update(connection);
    update.bring_up(clock, std::nullopt, 1);
    update.commit();
    CHECK(tests::said(warehouse::verify(connection, clock)) == "");
}

TEST_CASE("every view equals a recount by another program") {
    const std::uint64_t seed = tests::seed();
    tests::ManualClock clock;
    tests::Database database;
    auto connection = database.connect();
    tests::SmallStore store(connection, seed, 40);
    {
        pg::Transaction transaction(connection);
        store.add_encounters(200);
        transaction.commit();
    }
    for (int round = 0; round < 5; ++round) {
        warehouse::refresh(connection, clock);
        const auto views = tests::read_views(connection);
        for (const auto& [view, rows] : tests::recount_views(connection)) {
            INFO("PADCHESTD_TEST_SEED=" << seed << ", " << view);
            REQUIRE(views.count(view) == 1);
            CHECK(views.at(view) == rows);
        }
        CHECK(views.size() == 18);
        for (int i = 0; i < 10; ++i) store.change();
    }
}

TEST_CASE("the views of an empty store are empty, not wrong") {
    tests::ManualClock clock;
    tests::Database database;
    auto connection = database.connect();
    warehouse::refresh(connection, clock);
    CHECK(tests::read_views(connection) == tests::recount_views(connection));
}
