// A feed grows, and its daemon is killed again and again at steps chosen by chance.

#include "recovery/random_kills.h"
#include "simulator/feed.h"
#include "support/brief.h"
#include "support/environment.h"
#include "support/recovery_proof.h"
#include "util/step.h"

#include <catch2/catch.hpp>

#include <iostream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string made_up_feed(std::uint64_t encounters) {
    simulator::FeedGenerator generator(
        {.encounters = encounters, .images_per_study = 1.5, .seed = 7, .bad_records = 0.02});
    std::string feed(simulator::FeedGenerator::header());
    for (std::string record; generator.next(record);) feed += record;
    return feed;
}

} // namespace

TEST_CASE("a growing feed whose daemon is killed at random ends as if it had never been killed") {
    std::mt19937_64 random(seed());
    const int wanted = long_run() ? 220 : briefly() ? 8 : 25;
    // Records come in two or more writes; a piece that ends within a quoted newline, too.
    const auto pieces = torn(random, made_up_feed(long_run() ? 4000 : 400), long_run() ? 60 : 12);

    IngestRig calm;
    prepare_for_kills(calm);
    IngestRig rig;
    prepare_for_kills(rig);
    const auto steps = undisturbed_steps(calm, growth(calm, pieces));
    const auto kills = kill_at_random(random, rig, growth(rig, pieces), steps, wanted);
    REQUIRE(kills.ending == Ending::done);
    CHECK(kills.count >= wanted);
    CHECK(differences(whole_content(rig.sql(), Books::ends), whole_content(calm.sql(), Books::ends)) == "");
    CHECK(flaws(rig.sql(), rig.settings) == "");
    std::cout << kills.count << " kills at " << kills.where.size() << " different steps, "
              << rig.value("select sum(last_row) from ingest.checkpoint") << " records\n";
    note_proof("SIGKILL at random steps while the feed grows in torn pieces", kills.count,
               "0 lost, 0 doubled: whole store and warehouse equal to an undisturbed run's; audit and verify "
               "find nothing");
}
