// A compressed feed grows in torn pieces of its members, is compressed again as a whole in between, and its
// daemon is killed again and again at steps chosen by chance. What it leaves is what the plain text gives a
// daemon that nobody disturbs.

#include "recovery/random_kills.h"
#include "simulator/feed.h"
#include "support/environment.h"
#include "support/packing.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

#include <functional>
#include <iostream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

using Pack = std::function<std::string(std::string_view, int level)>;

std::string made_up_feed(std::uint64_t encounters) {
    simulator::FeedGenerator generator(
        {.encounters = encounters, .images_per_study = 1.5, .seed = 8, .bad_records = 0.02});
    std::string feed(simulator::FeedGenerator::header());
    for (std::string record; generator.next(record);) feed += record;
    return feed;
}

std::string in_members(std::mt19937_64& random, const std::string& text, std::size_t count,
                       const Pack& pack) {
    std::uniform_int_distribution level(1, 9);
    std::string packed;
    for (const auto& part : torn(random, text, count)) packed += pack(part, level(random));
    return packed;
}

// Members in torn pieces; then one member of all that, in the place of the file; then torn members again.
Story growth(std::mt19937_64& random, const std::filesystem::path& path, const std::string& text,
             const Pack& pack) {
    std::uniform_int_distribution<std::size_t> middle(text.size() / 4, 3 * text.size() / 4);
    const auto begun = text.substr(0, middle(random));
    const std::size_t members = long_run() ? 14 : 6;
    Story story;
    const auto grow = [&](const std::string& part) {
        for (const auto& piece : torn(random, in_members(random, part, members, pack), 2 * members))
            story.emplace_back([path, piece] { append_file(path, piece); });
    };
    grow(begun);
    story.emplace_back([path, packed = pack(begun, 9)] {
        const auto other = path.string() + ".new";
        write_file(other, packed);
        std::filesystem::rename(other, path);
    });
    grow(text.substr(begun.size()));
    return story;
}

void kill_and_compare(const std::string& extension, const Pack& pack) {
    std::mt19937_64 random(seed());
    const int wanted = long_run() ? 120 : 8;
    const auto text = made_up_feed(long_run() ? 2000 : 200);

    IngestRig rig;
    prepare_for_kills(rig);
    rig.settings.feed.path = rig.folder / ("feed.csv" + extension);
    const auto story = growth(random, rig.settings.feed.path, text, pack);
    IngestRig calm;
    prepare_for_kills(calm);
    Story calm_story; // in as many pieces
    for (const auto& piece : torn(random, text, story.size()))
        calm_story.emplace_back([&calm, piece] { calm.append(piece); });
    // A piece that ends no block of its member gives no text: there are fewer steps than in the calm run.
    const auto steps = undisturbed_steps(calm, calm_story) / 3;
    const auto kills = kill_at_random(random, rig, story, steps, wanted);
    REQUIRE(kills.ending == Ending::done);
    CHECK(kills.count >= wanted);
    CHECK(rig.number("select byte_offset from ingest.checkpoint") == static_cast<long long>(text.size()));
    CHECK(rig.number("select count(*) from ingest.generations") == 1);
    CHECK(differences(whole_content(rig.sql(), Books::ends), whole_content(calm.sql(), Books::ends)) == "");
    CHECK(flaws(rig.sql(), rig.settings) == "");
    std::cout << kills.count << " kills at " << kills.where.size() << " different steps, " << story.size()
              << " pieces\n";
    note_proof("SIGKILL at random steps while a feed grows compressed (" + extension +
                   ") in torn pieces of its members, and is compressed again as a whole",
               kills.count,
               "0 lost, 0 doubled: store, warehouse and checkpoint equal to an undisturbed run's over the "
               "plain text; audit and verify find nothing");
}

} // namespace

TEST_CASE("a growing gzip feed whose daemon is killed at random ends as the plain text undisturbed") {
    kill_and_compare(".gz", [](std::string_view text, int level) { return gzip(text, level); });
}

TEST_CASE("a growing zstd feed whose daemon is killed at random ends as the plain text undisturbed") {
    kill_and_compare(".zst", [](std::string_view text, int level) { return zstd(text, level); });
}
