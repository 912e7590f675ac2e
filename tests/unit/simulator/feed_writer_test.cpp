#include "simulator/feed_writer.h"
#include "support/manual_clock.h"
#include "support/temp_folder.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

namespace {

using namespace std::chrono_literals;
using padchestd::simulator::FeedOptions;
using padchestd::simulator::write_feed;
using padchestd::simulator::WriteHooks;
using padchestd::simulator::WriteOptions;
using padchestd::simulator::WriteResult;
using padchestd::tests::read_file;
using padchestd::tests::TempFolder;
using padchestd::tests::write_file;

const FeedOptions kFeed{.encounters = 60, .images_per_study = 2, .seed = 9};

std::string expected() {
    padchestd::simulator::FeedGenerator generator(kFeed);
    std::string text(padchestd::simulator::FeedGenerator::header());
    std::string record;
    while (generator.next(record)) text += record;
    return text;
}

WriteResult write(const std::filesystem::path& path, const WriteOptions& how,
                  std::function<void()> on_sleep = {}, std::stop_token stop = {}) {
    padchestd::tests::ManualClock clock;
    WriteHooks hooks;
    hooks.sleep = [&](std::chrono::milliseconds time) {
        clock.advance(time);
        if (on_sleep) on_sleep();
    };
    return write_feed(path, kFeed, how, clock, hooks, std::move(stop));
}

} // namespace

TEST_CASE("a feed is written whole, over whatever was there") {
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    write_file(path, "something else");
    const WriteResult result = write(path, {});
    CHECK(read_file(path) == expected());
    CHECK(result.bytes == expected().size());
    CHECK(result.rows >= 60);
    CHECK_FALSE(result.stopped);
}

TEST_CASE("a growing feed has the rows that are due, and ends as the whole one") {
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    std::vector<std::uint64_t> rows;
    padchestd::tests::ManualClock clock;
    WriteHooks hooks{[&](auto time) { clock.advance(time); },
                     [&](std::uint64_t now) { rows.push_back(now); }};
    (void)write_feed(path, kFeed, {.rows_per_second = 10, .tick = 500ms}, clock, hooks, {});
    REQUIRE(rows.size() > 4);
    CHECK(std::vector<std::uint64_t>(rows.begin(), rows.begin() + 4) ==
          std::vector<std::uint64_t>{0, 5, 10, 15});
    CHECK(read_file(path) == expected());
}

TEST_CASE("a growing feed can tear records, and is whole in the end") {
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    int torn = 0;
    (void)write(path, {.rows_per_second = 10, .tear = true, .tick = 500ms},
                [&] { torn += read_file(path).ends_with('\n') ? 0 : 1; });
    CHECK(torn > 5);
    CHECK(read_file(path) == expected());
}

TEST_CASE("a feed that was stopped ends at a record's end, and can be continued") {
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    std::stop_source stop;
    int sleeps = 0;
    const auto first = write(
        path, {.rows_per_second = 10, .tear = true, .tick = 500ms},
        [&] {
            if (++sleeps == 4) stop.request_stop();
        },
        stop.get_token());
    CHECK(first.stopped);
    CHECK(first.rows < 60);
    CHECK(read_file(path).ends_with('\n'));
    const auto second = write(path, {.resume = true});
    CHECK(second.resumed == first.rows);
    CHECK(read_file(path) == expected());
}

TEST_CASE("a feed can be continued from any byte") {
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    const std::string whole = expected();
    for (std::size_t length = 0; length <= whole.size(); length += 1 + whole.size() / 97) {
        write_file(path, whole.substr(0, length));
        (void)write(path, {.resume = true});
        REQUIRE(read_file(path) == whole);
    }
    const auto again = write(path, {.resume = true});
    CHECK(again.resumed == again.rows);
    CHECK(read_file(path) == whole);
}

TEST_CASE("a number of rows can be asked for, and the rest later") {
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    const auto first = write(path, {.rows = 7});
    CHECK(first.rows == 7);
    CHECK_FALSE(first.stopped);
    CHECK(expected().starts_with(read_file(path)));
    (void)write(path, {.resume = true});
    CHECK(read_file(path) == expected());
}

TEST_CASE("a file that is not the beginning of the feed is refused and left as it is") {
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    for (const std::string& other : {std::string("something else"), expected() + "more", "x" + expected()}) {
        write_file(path, other);
        CHECK_THROWS_AS(write(path, {.resume = true}), padchestd::util::Failure);
        CHECK(read_file(path) == other);
    }
}

TEST_CASE("a feed that cannot be written is reported with its path and what to check") {
    const TempFolder folder;
    try {
        (void)write(folder.path() / "missing" / "feed.csv", {});
        FAIL("it was written");
    } catch (const padchestd::util::Failure& failure) {
        CHECK(std::string(failure.what()).find("missing") != std::string::npos);
        CHECK(failure.exit_code() == padchestd::util::ExitCode::cannot_create);
        CHECK_FALSE(failure.hint().empty());
    }
    CHECK_THROWS_AS(write(folder.path(), {}), padchestd::util::Failure);
}
