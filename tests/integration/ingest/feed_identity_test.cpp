// A feed that is rotated, truncated, replaced or slow: continued exactly, or named as a new generation and
// read from its start. Never a silent wait and never a silent skip.

#include "support/environment.h"
#include "support/ingest_rig.h"
#include "util/seeded_random.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

std::string study(int number) {
    const auto id = std::to_string(9900 + number);
    return feed_line({.image = id + "_a.png", .study = id, .report = " linea \" con comillas , y\nsalto ."});
}

std::string studies(int from, int to) {
    std::string text;
    for (int i = from; i < to; ++i) text += study(i);
    return text;
}

} // namespace

TEST_CASE("a feed that comes in slices of any bytes, with restarts between, ends as if it had come at once") {
    const std::string feed =
        feed_header() + studies(0, 30) + studies(5, 12) + feed_line({.image = "9903_b.png", .study = "9903"});
    IngestRig whole;
    whole.replace(feed);
    REQUIRE(whole.cycle().state == CycleState::worked);

    util::SeededRandom random(seed());
    IngestRig sliced;
    sliced.settings.ingest.batch_rows = 4;
    for (std::size_t at = 0; at < feed.size();) {
        const auto length = 1 + random.below(900);
        sliced.append(std::string_view(feed).substr(at, length));
        at += length;
        if (random.chance(0.3)) sliced.restart();
        const auto report = sliced.cycle();
        CAPTURE(problem_of(report));
        REQUIRE(report.state != CycleState::degraded);
    }
    CHECK(sliced.store_content() == whole.store_content());
    CHECK(sliced.number("select sum(end_offset - start_offset) from ingest.batches") ==
          static_cast<long long>(feed.size()));
}

TEST_CASE("a feed renamed away and written again is a new generation, read from its start") {
    IngestRig rig;
    rig.replace(feed_header() + studies(0, 5));
    REQUIRE(rig.cycle().loaded == 5);
    std::filesystem::rename(rig.settings.feed.path, rig.folder / "feed.csv.1");
    CHECK(rig.cycle().state == CycleState::no_feed);
    rig.replace(feed_header() + studies(5, 7));
    CHECK(rig.cycle().loaded == 2);
    CHECK(
        rig.value(
            "select generation || ' ' || reason from ingest.generations order by generation desc limit 1") ==
        "2 shrunk");
    CHECK(rig.number("select count(*) from ods.encounters") == 7);
}

TEST_CASE("a copy with the same content under the path is read on, not again") {
    IngestRig rig;
    rig.replace(feed_header() + studies(0, 5));
    REQUIRE(rig.cycle().loaded == 5);
    std::filesystem::copy_file(rig.settings.feed.path, rig.folder / "copy.csv");
    std::filesystem::rename(rig.folder / "copy.csv", rig.settings.feed.path);
    rig.append(studies(5, 6));
    const auto report = rig.cycle();
    CHECK(report.loaded == 1);
    CHECK(report.records == 1);
    CHECK(rig.number("select generation from ingest.checkpoint") == 1);
}

TEST_CASE(
    "a symlink that is swapped to a longer copy is read on, one to another export is a new generation") {
    IngestRig rig;
    const auto first = feed_header() + studies(0, 5);
    write_file(rig.folder / "one.csv", first);
    std::filesystem::create_symlink("one.csv", rig.settings.feed.path);
    REQUIRE(rig.cycle().loaded == 5);
    const auto swap_to = [&](const char* name, const std::string& text) {
        write_file(rig.folder / name, text);
        std::filesystem::create_symlink(name, rig.folder / "link");
        std::filesystem::rename(rig.folder / "link", rig.settings.feed.path);
    };
    swap_to("two.csv", first + studies(5, 7));
    auto report = rig.cycle();
    CHECK(report.records == 2);
    CHECK(report.loaded == 2);
    CHECK(rig.number("select generation from ingest.checkpoint") == 1);
    swap_to("three.csv", feed_header() + studies(5, 20));
    report = rig.cycle();
    CHECK(report.records == 15);
    CHECK(report.unchanged == 2);
    CHECK(rig.number("select generation from ingest.checkpoint") == 2);
    CHECK(rig.number("select count(*) from ods.encounters") == 20);
}

TEST_CASE("another device and inode number, as after a container's restart, is the same feed read on") {
    IngestRig rig;
    rig.replace(feed_header() + studies(0, 5));
    REQUIRE(rig.cycle().loaded == 5);
    rig.sql().script("restart the container",
                     "update ingest.checkpoint set device = device + 17, inode = inode + 170000");
    rig.restart();
    CHECK(rig.cycle().state == CycleState::idle);
    rig.append(studies(5, 6));
    const auto report = rig.cycle();
    CHECK(report.records == 1);
    CHECK(report.loaded == 1);
    CHECK(rig.number("select generation from ingest.checkpoint") == 1);
}

TEST_CASE("a truncated feed that has grown past the old offset again is noticed") {
    IngestRig rig;
    rig.replace(feed_header() + studies(0, 5));
    REQUIRE(rig.cycle().loaded == 5);
    rig.replace(feed_header() + studies(20, 30));
    CHECK(rig.cycle().loaded == 10);
    CHECK(rig.number("select generation from ingest.checkpoint") == 2);
    CHECK(rig.number("select count(*) from ods.encounters") == 15); // those of the old one are kept
}

TEST_CASE("a rewrite at the same size, and an edit just before the offset, are noticed") {
    IngestRig rig;
    const auto feed = feed_header() + studies(0, 5);
    rig.replace(feed);
    REQUIRE(rig.cycle().loaded == 5);
    auto edited = feed;
    edited.replace(edited.rfind("comillas"), 8, "COMILLAS");
    rig.replace(edited);
    const auto report = rig.cycle();
    CHECK(report.records == 5);
    CHECK(report.unchanged == 4);
    CHECK(report.loaded == 1);
}

TEST_CASE("a feed with additional and reordered columns loads, one without a needed column is refused, and "
          "nothing lost") {
    IngestRig rig;
    rig.replace("Extra," + feed_header().substr(1) + "x" + study(1));
    CHECK(rig.cycle().loaded == 1);
    rig.replace("ImageID,StudyID\nx,y\n");
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(problem_of(report).what.find("StudyDate_DICOM") != std::string::npos);
    rig.replace(feed_header() + studies(0, 3));
    CHECK(rig.cycle().loaded + rig.number("select 0") >= 2);
    CHECK(rig.number("select count(*) from ods.encounters") == 3);
}

TEST_CASE("a last line without newline waits, or is taken when the writer is idle, as configured") {
    auto last = study(1);
    last.pop_back();
    IngestRig rig;
    rig.replace(feed_header() + study(0) + last);
    CHECK(rig.cycle().loaded == 1);
    CHECK(rig.cycle().state == CycleState::idle);
    rig.settings.feed.final_record = config::FinalRecord::idle_timeout;
    rig.clock.set(std::chrono::system_clock::now() +
                  std::chrono::hours(1)); // the file's own time is the system's
    rig.restart();
    CHECK(rig.cycle().loaded == 1);
}

TEST_CASE(
    "an open quote is pending until its record is too long, then one line is given up and the rest loads") {
    IngestRig rig;
    rig.settings.feed.max_record_bytes = 4096;
    rig.replace(feed_header() + "5,\"open quote without end\n");
    CHECK(rig.cycle().state == CycleState::idle);
    rig.append(studies(0, 40));
    const auto report = rig.cycle();
    CHECK(report.loaded == 40);
    CHECK(report.quarantined == 1);
    CHECK(rig.number("select count(*) from ods.encounters") == 40);
}

TEST_CASE("a missing feed, a directory and an incomplete header are reported, and waited for") {
    IngestRig rig;
    auto report = rig.cycle();
    CHECK(report.state == CycleState::no_feed);
    CHECK(problem_of(report).what.find("feed.csv") != std::string::npos);
    rig.replace(feed_header().substr(0, 100));
    CHECK(rig.cycle().state == CycleState::no_feed);
    std::filesystem::remove(rig.settings.feed.path);
    std::filesystem::create_directory(rig.settings.feed.path);
    report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(problem_of(report).what.find("directory") != std::string::npos);
    CHECK_FALSE(problem_of(report).hint.empty());
    std::filesystem::remove(rig.settings.feed.path);
    rig.replace(feed_header() + study(0));
    CHECK(rig.cycle().loaded == 1);
}
