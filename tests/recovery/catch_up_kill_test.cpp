// A daemon that catches up without foreign keys is killed again and again; the ordinary load tells how it
// must end.

#include "recovery/random_kills.h"
#include "simulator/feed.h"
#include "support/brief.h"
#include "support/environment.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

#include <iostream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// Records with bad ones among them. Some come twice, some again with other content, later.
std::string random_feed(std::mt19937_64& random, std::uint64_t encounters) {
    std::string feed(simulator::FeedGenerator::header());
    std::vector<std::string> records;
    for (const std::uint64_t seed : {7, 8}) { // the same studies, the second time with other reports
        simulator::FeedGenerator generator(
            {.encounters = encounters, .images_per_study = 1.5, .seed = seed, .bad_records = 0.03});
        for (std::string record; generator.next(record);) records.push_back(record);
    }
    std::uniform_int_distribution<int> one_in_ten(0, 9);
    for (std::size_t i = 0; i < records.size(); ++i) {
        feed += records[i];
        if (i > 0 && one_in_ten(random) == 0)
            feed += records[std::uniform_int_distribution<std::size_t>(0, i - 1)(random)];
    }
    return feed;
}

} // namespace

TEST_CASE("a feed that is caught up without foreign keys, killed at random, ends as the ordinary load") {
    std::mt19937_64 random(seed());
    const int wanted = long_run() ? 200 : briefly() ? 8 : 20;
    const auto pieces = torn(random, random_feed(random, long_run() ? 2'000 : 200), long_run() ? 30 : 6);
    IngestRig calm;
    prepare_for_kills(calm);
    calm.settings.ingest.catch_up_bytes = 0;
    const std::string whole = keys_and_indexes(calm.sql());
    REQUIRE(undisturbed_steps(calm, growth(calm, pieces)) > 0);
    IngestRig fast;
    IngestRig killed;
    for (IngestRig* rig : {&fast, &killed}) {
        prepare_for_kills(*rig);
        rig->settings.ingest.catch_up_bytes = 1;
    }
    const auto steps = undisturbed_steps(fast, growth(fast, pieces));
    const auto kills = kill_at_random(random, killed, growth(killed, pieces), steps, wanted);
    REQUIRE(kills.ending == Ending::done);
    for (IngestRig* rig : {&fast, &killed}) {
        CHECK(differences(whole_content(rig->sql(), Books::ends), whole_content(calm.sql(), Books::ends)) ==
              "");
        CHECK(flaws(rig->sql(), rig->settings) == "");
        CHECK(keys_and_indexes(rig->sql()) == whole);
    }
    std::cout << kills.count << " kills at " << kills.where.size() << " different steps\n";
    note_proof("SIGKILL at random steps while a random feed is caught up without foreign keys", kills.count,
               "store, warehouse, quarantine, keys and triggers equal to the ordinary load's");
}

TEST_CASE("a daemon killed at any step of catching up leaves what its successor completes") {
    std::mt19937_64 random(seed());
    const auto pieces = torn(random, random_feed(random, 60), 2);
    IngestRig calm;
    prepare_for_kills(calm);
    calm.settings.ingest.catch_up_bytes = 0;
    REQUIRE(undisturbed_steps(calm, growth(calm, pieces)) > 0);
    int kills = 0;
    for (const auto* step :
         {"catch_up_commit", "catch_up_begun", "checkpoint_advanced", "copy_end", "batch_commit",
          "batch_done", "first_load_build", "first_load_built", "first_load_done"}) {
        INFO("step " << step);
        IngestRig rig;
        prepare_for_kills(rig);
        rig.settings.ingest.catch_up_bytes = 1;
        StepPlan plan;
        ChildDaemon daemon(rig.settings, growth(rig, pieces));
        const bool is_of_each_batch =
            std::string_view(step).find("first_load") != 0 && std::string_view(step).find("catch_up") != 0;
        plan.at(step, is_of_each_batch ? 5 : 1, die);
        REQUIRE(daemon.run() == Ending::killed);
        ++kills;
        plan.nothing();
        REQUIRE(daemon.run() == Ending::done);
        CHECK(differences(whole_content(rig.sql(), Books::ends), whole_content(calm.sql(), Books::ends)) ==
              "");
        CHECK(keys_and_indexes(rig.sql()) == keys_and_indexes(calm.sql()));
        CHECK(flaws(rig.sql(), rig.settings) == "");
    }
    note_proof("SIGKILL at each named step of catching up, then a new daemon", kills,
               "equal to the ordinary load's; audit and verify find nothing");
}
