// What goes wrong with the files of a series: each is reported by its name, and nothing is lost.

#include "integration/ingest/series.h"
#include "support/packing.h"

#include <catch2/catch.hpp>

#include <unistd.h>

using namespace padchestd;
using namespace padchestd::tests;
using Catch::Contains;
using ingest::CycleState;

TEST_CASE(
    "a file that sorts before the one that is read, or grows after it was left, is reported by its name") {
    Series rig;
    rig.write("part-2.csv", images(0, 10));
    rig.write("part-3.csv", images(10, 20));
    rig.settle();
    rig.write("part-1.csv", images(20, 30));
    append_file(rig.folder / "part-3.csv", images(30, 31).substr(feed_header().size()));
    auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(problem_of(report).exit_code == util::ExitCode::data);
    CHECK_THAT(what(report), Contains("part-1.csv") && Contains("sorts before part-3.csv"));
    CHECK(rig.studies() == 21); // reading goes on
    CHECK(rig.status().exit_code() == util::ExitCode::data);
    CHECK_THAT(rig.status().problems.at(0).what, Contains("part-1.csv"));

    std::filesystem::rename(rig.folder / "part-1.csv", rig.folder / "part-4.csv");
    rig.settle();
    CHECK(rig.studies() == 31);
    append_file(rig.folder / "part-3.csv", images(31, 32).substr(feed_header().size()));
    report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK_THAT(what(report), Contains("part-3.csv") && Contains("when it was left"));
    CHECK(rig.studies() == 31);
}

TEST_CASE("a file of a series may be taken away after it was read to its end, and not before") {
    Series rig;
    rig.write("part-1.csv", images(0, 10));
    rig.settle();
    rig.remove("part-1.csv");
    rig.restart();
    CHECK(rig.cycle().state == CycleState::idle);
    CHECK(rig.status().problems.size() == 1); // no daemon runs here
    rig.write("part-2.csv", images(10, 20));
    rig.settle();
    CHECK(rig.studies() == 20);
    CHECK(rig.audited().files_away == 1);
    CHECK(rig.audited().files_read == 1);

    rig.write("part-3.csv", images(20, 30) + "9030,unfinished");
    rig.cycle();
    rig.remove("part-3.csv");
    rig.write("part-4.csv", images(40, 50));
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(problem_of(report).exit_code == util::ExitCode::data);
    CHECK_THAT(what(report), Contains("part-3.csv") && Contains("not read to its end"));
    CHECK(rig.studies() == 30);
    CHECK_THAT(rig.status().problems.at(0).what, Contains("part-3.csv"));
    rig.write("part-3.csv", feed_header()); // the way out of the hint
    rig.settle();
    CHECK(rig.studies() == 40);
}

TEST_CASE("a last line without a newline is taken after the timeout where a next file is there, and waited "
          "for else") {
    Series rig;
    auto text = images(0, 10);
    text.pop_back();
    rig.write("part-1.csv", text);
    rig.clock.set(std::chrono::system_clock::now() + std::chrono::hours(1));
    rig.cycle();
    CHECK(rig.studies() == 9); // the last file may grow
    rig.write("part-2.csv", images(10, 20));
    SECTION("written long ago") {
        rig.settle();
        CHECK(rig.studies() == 20);
        CHECK(rig.number("select count(*) from ingest.quarantine") == 0);
    }
    SECTION("written just now") {
        rig.clock.set(std::chrono::system_clock::now() - std::chrono::minutes(10));
        const auto report = rig.cycle();
        CHECK(report.waiting == feed::Waiting::unfinished_record);
        CHECK(rig.studies() == 9);
    }
}

TEST_CASE("a member of gzip that has no end yet keeps the next file waiting") {
    Series rig;
    const auto packed = gzip(images(0, 200));
    rig.write("part-1.csv.gz", packed.substr(0, packed.size() - 20));
    rig.write("part-2.csv.gz", gzip(images(200, 210)));
    rig.cycle();
    CHECK(rig.files() == "part-1.csv.gz first");
    CHECK(rig.status().feed.lag_bytes > 0);
    rig.write("part-1.csv.gz", packed);
    rig.settle();
    CHECK(rig.studies() == 210);
}

TEST_CASE(
    "a pattern that matches nothing, folders only, or another table gets an error that tells what to do") {
    Series rig;
    SECTION("nothing") {
        const auto report = rig.cycle();
        CHECK(report.state == CycleState::no_feed);
        CHECK_THAT(what(report), Contains("no file") && Contains("part-*.csv*"));
        CHECK_THAT(rig.status().problems.back().what, Contains("no file"));
    }
    SECTION("folders only") {
        std::filesystem::create_directory(rig.folder / "part-1.csv");
        CHECK_THAT(what(rig.cycle()), Contains("folders"));
    }
    SECTION("a file without the columns") {
        rig.write("part-1.csv", images(0, 10));
        rig.write("part-2.csv", "a,b,c\n1,2,3\n");
        const auto report = rig.cycle();
        CHECK(problem_of(report).exit_code == util::ExitCode::data);
        CHECK_THAT(what(report), Contains("part-2.csv") && Contains("column"));
        CHECK(rig.studies() == 10);
    }
    SECTION("a file without a whole header line") {
        rig.write("part-1.csv", images(0, 10));
        rig.write("part-2.csv", feed_header().substr(0, 20));
        const auto report = rig.cycle();
        CHECK(report.state == CycleState::no_feed);
        CHECK_THAT(what(report), Contains("header") && Contains("part-2.csv"));
        CHECK(rig.studies() == 10);
        rig.write("part-2.csv", images(10, 20));
        rig.settle();
        CHECK(rig.studies() == 20);
    }
}

TEST_CASE("an unreadable file of a series is reported by its name in its turn") {
    if (::geteuid() == 0) return; // may read everything
    Series rig;
    rig.write("part-1.csv", images(0, 10));
    rig.write("part-2.csv", images(10, 20));
    std::filesystem::permissions(rig.folder / "part-2.csv", std::filesystem::perms::none);
    const auto report = rig.cycle();
    CHECK(problem_of(report).exit_code == util::ExitCode::no_input);
    CHECK_THAT(what(report), Contains("part-2.csv"));
    CHECK(rig.studies() == 10);
    std::filesystem::permissions(rig.folder / "part-2.csv", std::filesystem::perms::owner_all);
    rig.settle();
    CHECK(rig.studies() == 20);
}
