// A daemon that loads findings, or that takes over the studies made from them, is killed again and again.

#include "recovery/random_kills.h"
#include "support/brief.h"
#include "support/environment.h"
#include "support/findings_feed.h"
#include "support/recovery_proof.h"
#include "support/second_feed.h"
#include "util/finding_steps.h"

#include <catch2/catch.hpp>

#include <iostream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// What the killed daemon follows, and what the store holds before it starts.
struct Course {
    std::string format;
    std::string other_format, other_text; // empty: nothing
};

// With a feed of the other format loaded by a daemon of its own.
struct World {
    explicit World(const Course& course) {
        prepare_for_kills(rig);
        rig.settings.ingest.first_load_bytes = 1;
        rig.settings.feed.format = course.format;
        if (course.other_text.empty()) return;
        SecondFeed other(rig);
        other.settings.feed.format = course.other_format;
        write_file(other.settings.feed.path, course.other_text);
        while (other.cycle().state == ingest::CycleState::worked) {
        }
        other_settings = other.settings;
    }

    IngestRig rig;
    std::optional<config::Settings> other_settings;
};

int prove(const Course& course, const std::vector<std::string>& pieces, std::mt19937_64& random, int wanted) {
    World calm(course);
    World world(course);
    const auto steps = undisturbed_steps(calm.rig, growth(calm.rig, pieces));
    const auto kills = kill_at_random(random, world.rig, growth(world.rig, pieces), steps, wanted);
    REQUIRE(kills.ending == Ending::done);
    CHECK(kills.count >= wanted);
    CHECK(world.rig.number("select count(*) from ods.findings") > 0);
    CHECK(differences(whole_content(world.rig.sql(), Books::ends),
                      whole_content(calm.rig.sql(), Books::ends)) == "");
    CHECK(flaws(world.rig.sql(), world.rig.settings) == "");
    if (world.other_settings) CHECK(flaws(world.rig.sql(), *world.other_settings) == "");
    std::cout << kills.count << " kills at " << kills.where.size() << " different steps\n";
    return kills.count;
}

} // namespace

TEST_CASE("feeds of findings and of their studies, killed at random, end as if they had never been killed") {
    std::mt19937_64 random(seed());
    const int wanted = long_run() ? 100 : briefly() ? 5 : 12;
    const std::uint64_t studies = long_run() ? 1'500 : 150;
    const auto findings = torn(random, made_up_findings(studies, 0.05), long_run() ? 40 : 8);
    const auto whole = torn(random, made_up_studies(studies), long_run() ? 40 : 8);
    int kills = 0;
    SECTION("findings alone, from an empty store") {
        kills = prove({"padchest_gr", "", ""}, findings, random, wanted);
    }
    SECTION("findings that join half of their studies and make the others") {
        kills = prove({"padchest_gr", "padchest", made_up_studies(studies / 2)}, findings, random, wanted);
    }
    SECTION("studies that take over what findings made") {
        kills = prove({"padchest", "padchest_gr", made_up_findings(studies)}, whole, random, wanted);
    }
    note_proof("SIGKILL at random steps while a feed of findings grows, alone, beside PadChest's, and under "
               "PadChest's",
               kills,
               "store, warehouse and books equal to an undisturbed run's; both audits and verify find "
               "nothing");
}

TEST_CASE("a daemon killed between a finding and the labels of its study completes both") {
    const std::string feed = made_up_findings(60);
    World calm({"padchest_gr", "", ""});
    REQUIRE(undisturbed_steps(calm.rig, {[&] { calm.rig.replace(feed); }}) > 0);
    int kills = 0;
    for (const auto step : util::finding_step_names()) {
        INFO("step " << step);
        World world({"padchest_gr", "", ""});
        StepPlan plan;
        ChildDaemon daemon(world.rig.settings, {[&] { world.rig.replace(feed); }});
        for (const std::int64_t occurrence : {1, 2}) {
            plan.at(step, occurrence, die);
            REQUIRE(daemon.run() == Ending::killed);
            ++kills;
        }
        plan.nothing();
        REQUIRE(daemon.run() == Ending::done);
        CHECK(differences(whole_content(world.rig.sql(), Books::whole),
                          whole_content(calm.rig.sql(), Books::whole)) == "");
        CHECK(flaws(world.rig.sql(), world.rig.settings) == "");
    }
    note_proof("SIGKILL at each named step of a batch that holds findings, then a new daemon", kills,
               "whole database equal to an undisturbed run's; audit and verify find nothing");
}
