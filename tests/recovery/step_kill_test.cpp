// A daemon is killed at every named step there is, and started again: the database ends as if nothing had
// happened.

#include "recovery/small_studies.h"
#include "support/brief.h"
#include "support/child_daemon.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"
#include "support/step_plan.h"
#include "util/step.h"

#include <catch2/catch.hpp>

#include <iostream>
#include <set>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// First start, several batches, changed rows, unknown labels, bad records, a record in two writes, a later
// image of a known study, a new generation.
Story history(const IngestRig& rig) {
    const auto corrected = study(3, {.report = " derrame pleural .",
                                     .labels = "['pleural effusion']",
                                     .localizations = "['loc right', 'loc new place']"});
    const auto bad = study(40, {.date = "99991231"});
    return {[&rig, bad] {
                rig.replace(feed_header() + studies(0, 6) + bad + study(7, {.labels = "['Something New']"}) +
                            studies(8, 30));
            },
            [&rig, corrected] {
                rig.append(corrected + study(4, {.image = "9904_b.png"}) + "one,two\n" + studies(30, 34) +
                           study(34).substr(0, 40));
            },
            [&rig] { rig.append(study(34).substr(40)); },
            [&rig, corrected] {
                rig.replace(feed_header() + study(50) + studies(0, 3) + corrected +
                            study(5, {.rows = "900", .labels = "['Another New']"}));
            }};
}

struct Scene {
    Scene(Start start, bool with_dashboard)
        : rig(start) {
        rig.settings.ingest.batch_rows = 8;
        rig.settings.ingest.first_load_bytes = 1;
        rig.settings.ingest.catch_up_bytes = 1;
        if (with_dashboard) rig.settings.dashboard.file = rig.folder / "dashboard.html";
        rig.settings.patients.count = 20;
        rig.settings.verify.every = std::chrono::milliseconds(1); // a part each cycle
        rig.settings.postgres.backoff_first = std::chrono::milliseconds(10);
    }

    IngestRig rig;
    StepPlan plan;
};

struct Undisturbed {
    std::map<std::string, std::string> content;
    std::map<std::string_view, std::int64_t> occurrences;
    std::string keys_and_indexes;
};

// As the migrations make them: a first load must not leave others.
std::string migrated_keys_and_indexes() {
    const Database fresh;
    auto connection = fresh.connect();
    return keys_and_indexes(connection);
}

Undisturbed undisturbed(Start start) {
    Scene scene(start, true);
    ChildDaemon daemon(scene.rig.settings, history(scene.rig));
    REQUIRE(daemon.run() == Ending::done);
    REQUIRE(flaws(scene.rig.sql(), scene.rig.settings).empty());
    Undisturbed result{whole_content(scene.rig.sql(), Books::whole), {}, migrated_keys_and_indexes()};
    for (const auto step : util::step_names()) result.occurrences[step] = scene.plan.occurrences(step);
    return result;
}

// Which occurrences of a step to strike at: the first, one in the middle, the last.
std::set<std::int64_t> strikes(std::int64_t occurrences) {
    if (!long_run()) return {(occurrences + 1) / 2};
    return {1, (occurrences + 1) / 2, occurrences};
}

// Returns how often it was killed.
int kill_at(std::string_view step, Start start, const Undisturbed& expected,
            std::chrono::milliseconds& slowest) {
    // The page is megabytes: written where it is what the step is about.
    const bool with_dashboard = step.starts_with("file_");
    Scene scene(start, with_dashboard);
    ChildDaemon daemon(scene.rig.settings, history(scene.rig));
    int kills = 0;
    for (const auto occurrence : strikes(expected.occurrences.at(step))) {
        CAPTURE(occurrence);
        scene.plan.at(step, occurrence, die);
        REQUIRE(daemon.run() == Ending::killed);
        ++kills;
    }
    scene.plan.nothing();
    const auto began = std::chrono::steady_clock::now();
    REQUIRE(daemon.run() == Ending::done);
    slowest = std::max(slowest, std::chrono::duration_cast<std::chrono::milliseconds>(
                                    std::chrono::steady_clock::now() - began));
    CHECK(differences(whole_content(scene.rig.sql(), Books::whole), expected.content) == "");
    CHECK(flaws(scene.rig.sql(), scene.rig.settings) == "");
    CHECK(keys_and_indexes(scene.rig.sql()) == expected.keys_and_indexes);
    for (const auto& file : {scene.rig.settings.state.file, scene.rig.settings.dashboard.file}) {
        if (file.empty()) continue;
        CHECK(std::filesystem::exists(file));
        for (const auto& entry : std::filesystem::directory_iterator(file.parent_path()))
            CHECK_FALSE(entry.path().filename().string().starts_with("." + file.filename().string()));
    }
    return kills;
}

} // namespace

TEST_CASE("a daemon killed at any step leaves what its successor completes: nothing lost, nothing twice") {
    const auto from_empty = undisturbed(Start::empty);
    const auto from_migrated = undisturbed(Start::migrated);
    int kills = 0;
    std::chrono::milliseconds slowest{0};
    const auto names = util::step_names();
    for (const auto step : share_of(std::vector(names.begin(), names.end()))) {
        INFO("step " << step);
        REQUIRE(from_empty.occurrences.at(step) > 0); // else the history does not tell of it
        const bool migrated = from_migrated.occurrences.at(step) > 0;
        kills += kill_at(step, migrated ? Start::migrated : Start::empty,
                         migrated ? from_migrated : from_empty, slowest);
    }
    note_proof("SIGKILL at each of the " + std::to_string(util::step_names().size()) +
                   " named steps, then a new daemon",
               kills, "whole database equal to an undisturbed run's; audit and verify find nothing");
    std::cout << kills << " kills; slowest successor's whole run " << slowest.count() << " ms\n";
    CHECK(slowest < std::chrono::seconds(5));
}
