// A feed grows, and its daemon is killed again and again at steps chosen by chance.

#include "simulator/feed.h"
#include "support/child_daemon.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"
#include "support/step_plan.h"
#include "util/step.h"

#include <catch2/catch.hpp>

#include <iostream>
#include <random>
#include <set>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// The feed in slices of any size, so that records come in two or more writes; a slice that ends within a
// quoted newline, too.
std::vector<std::string> slices(std::mt19937_64& random, std::uint64_t encounters, std::size_t count) {
    simulator::FeedGenerator generator(
        {.encounters = encounters, .images_per_study = 1.5, .seed = 7, .bad_records = 0.02});
    std::string feed(simulator::FeedGenerator::header());
    for (std::string record; generator.next(record);) feed += record;
    std::set<std::size_t> cuts{feed.size()};
    std::uniform_int_distribution<std::size_t> anywhere(1, feed.size() - 1);
    while (cuts.size() < count) cuts.insert(anywhere(random));
    std::vector<std::string> pieces;
    std::size_t from = 0;
    for (const auto cut : cuts) {
        pieces.push_back(feed.substr(from, cut - from));
        from = cut;
    }
    return pieces;
}

Story growth(const IngestRig& rig, const std::vector<std::string>& pieces) {
    Story story;
    for (const auto& piece : pieces) story.emplace_back([&rig, piece] { rig.append(piece); });
    return story;
}

void prepare(IngestRig& rig) {
    rig.settings.ingest.batch_rows = 40;
    rig.settings.ingest.max_reject_ratio = 1;
    rig.settings.postgres.backoff_first = std::chrono::milliseconds(10);
}

} // namespace

TEST_CASE("a growing feed whose daemon is killed at random ends as if it had never been killed") {
    std::mt19937_64 random(seed());
    const int wanted = long_run() ? 220 : 25;
    const auto pieces = slices(random, long_run() ? 4000 : 400, long_run() ? 60 : 12);

    IngestRig calm;
    prepare(calm);
    IngestRig rig;
    prepare(rig);
    std::int64_t steps = 0;
    {
        StepPlan plan;
        ChildDaemon daemon(calm.settings, growth(calm, pieces));
        REQUIRE(daemon.run() == Ending::done);
        steps = plan.all();
    }
    // So that the kills spread over the whole run: each new daemon gets its share of the steps, on average.
    std::uniform_int_distribution<std::int64_t> next(1, std::max<std::int64_t>(2, 3 * steps / (2 * wanted)));
    StepPlan plan;
    ChildDaemon daemon(rig.settings, growth(rig, pieces));
    int kills = 0;
    std::map<std::string, int> where;
    auto ending = Ending::killed;
    while (ending == Ending::killed) {
        plan.nothing();
        if (kills < 10 * wanted) plan.after(next(random), die);
        ending = daemon.run();
        if (ending == Ending::killed) {
            ++kills;
            ++where[plan.last()];
        }
    }
    REQUIRE(ending == Ending::done);
    CHECK(kills >= wanted);
    CHECK(differences(whole_content(rig.sql(), Books::ends), whole_content(calm.sql(), Books::ends)) == "");
    CHECK(flaws(rig.sql(), rig.settings) == "");
    std::cout << kills << " kills at " << where.size() << " different steps, "
              << rig.value("select sum(last_row) from ingest.checkpoint") << " records\n";
    note_proof("SIGKILL at random steps while the feed grows in torn pieces", kills,
               "0 lost, 0 doubled: whole store and warehouse equal to an undisturbed run's; audit and verify "
               "find nothing");
}
