// A feed of several files, plain and compressed, that appear and grow in torn pieces, while its daemon is
// killed again and again at steps chosen by chance. It ends as one that nobody disturbed.

#include "operation/audit.h"
#include "recovery/random_kills.h"
#include "simulator/feed.h"
#include "support/environment.h"
#include "support/mappings.h"
#include "support/packing.h"
#include "support/recovery_proof.h"
#include "support/saved_again.h"

#include <catch2/catch.hpp>

#include <iostream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

struct File {
    std::string name;
    std::string bytes;
};

std::vector<std::string> made_up_records(std::uint64_t encounters) {
    simulator::FeedGenerator generator(
        {.encounters = encounters, .images_per_study = 1.5, .seed = 9, .bad_records = 0.02});
    std::vector<std::string> records;
    for (std::string record; generator.next(record);) records.push_back(record);
    return records;
}

// The records in files of random sizes, each with a header; some are compressed in two members.
std::vector<File> files_of(std::mt19937_64& random, const std::vector<std::string>& records,
                           std::size_t count) {
    std::set<std::size_t> cuts{0, records.size()};
    std::uniform_int_distribution<std::size_t> anywhere(1, records.size() - 1);
    while (cuts.size() < count + 1) cuts.insert(anywhere(random));
    std::vector<File> files;
    for (auto from = cuts.begin(), to = std::next(from); to != cuts.end(); ++from, ++to) {
        std::string text(simulator::FeedGenerator::header());
        for (auto i = *from; i < *to; ++i) text += records[i];
        const auto name = "part-" + std::to_string(1000 + files.size()) + ".csv";
        const auto half = text.size() / 2;
        switch (random() % 3) {
        case 0:
            files.push_back({name + ".gz", gzip(text.substr(0, half)) + gzip(text.substr(half))});
            break;
        case 1:
            files.push_back({name + ".zst", zstd(text.substr(0, half)) + zstd(text.substr(half))});
            break;
        default:
            files.push_back({name, text});
        }
    }
    return files;
}

// Each file appears in torn pieces. Up to three pieces come at once, also the end of one file and the begin
// of the next. `folder` is the rig's.
Story growth(std::mt19937_64 random, const std::filesystem::path& folder, const std::vector<File>& files) {
    Story story;
    std::function<void()> pending = [] {};
    for (const auto& file : files) {
        for (const auto& piece : torn(random, file.bytes, 4)) {
            pending = [before = pending, path = folder / file.name, piece] {
                before();
                append_file(path, piece);
            };
            if (random() % 3 == 0) continue;
            story.push_back(std::exchange(pending, [] {}));
        }
    }
    story.push_back(pending);
    return story;
}

} // namespace

TEST_CASE("a series of growing files whose daemon is killed at random ends as if it had never been killed") {
    std::mt19937_64 random(seed());
    const int wanted = long_run() ? 150 : 12;
    const auto records = made_up_records(long_run() ? 2000 : 250);
    const auto files = files_of(random, records, long_run() ? 20 : 6);

    IngestRig calm;
    IngestRig rig;
    for (auto* one : {&calm, &rig}) {
        prepare_for_kills(*one);
        one->settings.feed.path = one->folder / "part-*.csv*";
    }
    const auto steps = undisturbed_steps(calm, growth(random, calm.folder.path(), files));
    const auto kills = kill_at_random(random, rig, growth(random, rig.folder.path(), files), steps, wanted);
    REQUIRE(kills.ending == Ending::done);
    CHECK(kills.count >= wanted);
    CHECK(rig.number("select count(*) from ingest.generations") == static_cast<long long>(files.size()));
    const std::string order =
        "select string_agg(file || ' ' || coalesce(file_bytes, 0), ', ' order by generation) "
        "from ingest.generations";
    CHECK(rig.value(order) == calm.value(order));
    CHECK(rig.number("select sum(last_row - first_row) from ingest.batches") ==
          static_cast<long long>(records.size()));
    CHECK(differences(whole_content(rig.sql(), Books::ends), whole_content(calm.sql(), Books::ends)) == "");
    CHECK(flaws(rig.sql(), rig.settings) == "");
    CHECK(operation::audit(rig.sql(), rig.settings, padchest_mapping()).files_read ==
          static_cast<std::int64_t>(files.size()));

    // What the same records give as one file that was there from the start.
    IngestRig whole;
    prepare_for_kills(whole);
    std::string text(simulator::FeedGenerator::header());
    for (const auto& record : records) text += record;
    whole.replace(text);
    whole.settle();
    CHECK(content_without_sources(rig.sql()) == content_without_sources(whole.sql()));
    std::cout << kills.count << " kills at " << kills.where.size() << " different steps, " << files.size()
              << " files\n";
    for (const auto* step : {"generation_commit", "generation_done"}) {
        const auto at = kills.where.find(step);
        std::cout << step << ' ' << (at == kills.where.end() ? 0 : at->second) << '\n';
    }
    note_proof(
        "SIGKILL at random steps while files of a pattern, plain and compressed, appear and grow in torn "
        "pieces",
        kills.count,
        "0 lost, 0 doubled: store, warehouse and books equal to an undisturbed run's, and the store to "
        "that of one file; audit and verify find nothing");
}

TEST_CASE("a daemon killed before and after the begin of each file of a series goes on in the right one") {
    std::mt19937_64 random(seed());
    const auto records = made_up_records(60);
    const auto files = files_of(random, records, 4);
    IngestRig rig;
    prepare_for_kills(rig);
    rig.settings.feed.path = rig.folder / "part-*.csv*";
    const Story story{[&] {
        for (const auto& file : files) write_file(rig.folder / file.name, file.bytes);
    }};
    StepPlan plan;
    ChildDaemon daemon(rig.settings, story);
    int kills = 0;
    for (std::int64_t occurrence = 1;; ++occurrence) {
        for (const auto* step : {"generation_commit", "generation_done"}) {
            plan.at(step, plan.occurrences(step) + 1, die);
            const auto ending = daemon.run();
            REQUIRE(ending != Ending::failed);
            if (ending == Ending::killed) ++kills;
        }
        if (rig.number("select count(*) from ingest.generations") == 4 && occurrence > 4) break;
    }
    plan.nothing();
    REQUIRE(daemon.run() == Ending::done);
    CHECK(kills >= 4);
    CHECK(rig.number("select count(*) from ingest.generations") == 4);
    CHECK(rig.number("select sum(last_row - first_row) from ingest.batches") ==
          static_cast<long long>(records.size()));
    CHECK(flaws(rig.sql(), rig.settings) == "");
    note_proof("SIGKILL before and after the commit that begins a file of a pattern", kills,
               "each file is read once, each is one generation");
}
