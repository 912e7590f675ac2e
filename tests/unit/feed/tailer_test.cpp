#include "feed/tailer.h"
#include "support/feed_reading.h"
#include "support/temp_folder.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <sys/resource.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace padchestd;
using namespace std::string_literals;
using feed::FinalRecord;
using feed::Malformation;
using tests::PlainRecord;
using tests::TempFolder;

namespace {

const std::string kHeader = "a,b,c\n";

struct OpenFeed {
    TempFolder folder;
    std::filesystem::path path = folder / "feed.csv";
    feed::Tailer tailer;

    explicit OpenFeed(const std::string& body, feed::Limits limits = {})
        : tailer(path, limits) {
        tests::write_file(path, kHeader + body);
        REQUIRE(tailer.open());
    }
};

util::ExitCode failure_of_open(const std::filesystem::path& path) {
    feed::Tailer tailer(path, {});
    try {
        static_cast<void>(tailer.open());
    } catch (const util::Failure& failure) {
        CHECK_FALSE(failure.hint().empty());
        return failure.exit_code();
    }
    return util::ExitCode::ok;
}

long peak_kilobytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

TEST_CASE("there is nothing to read before the file and its whole header are there") {
    const TempFolder folder;
    feed::Tailer tailer(folder / "feed.csv", {});
    CHECK_FALSE(tailer.open());
    for (const char* const piece : {"", "\xEF", "\xBB\xBF", "\r\n", "a,\"b", "\n", "\",c", "\r"}) {
        tests::append_file(folder / "feed.csv", piece);
        CHECK_FALSE(tailer.open());
    }
    tests::append_file(folder / "feed.csv", "\n1");
    REQUIRE(tailer.open());
    CHECK(tailer.header().names == std::vector<std::string>{"a", "b\n", "c"});
    CHECK(tailer.header().bytes == "\xEF\xBB\xBF\r\na,\"b\n\",c\r\n");
    CHECK(tailer.first_record() == feed::Position{tailer.header().bytes.size(), 0});
    CHECK(tailer.header().column("c") == 2U);
    CHECK_FALSE(tailer.header().column("d"));
}

TEST_CASE("a header longer than the first window is read whole") {
    const TempFolder folder;
    std::string header = "\"first \"\"column\"\"\"";
    for (int i = 0; i < 20'000; ++i) header += ",column" + std::to_string(i);
    tests::write_file(folder / "feed.csv", header);
    feed::Tailer tailer(folder / "feed.csv", {});
    CHECK_FALSE(tailer.open());
    tests::append_file(folder / "feed.csv", "\n1,2\n");
    REQUIRE(tailer.open());
    CHECK(tailer.header().names.size() == 20'001);
    CHECK(tailer.header().names.front() == "first \"column\"");
    CHECK(tailer.header().bytes == header + "\n");
}

TEST_CASE("a header that is not CSV in UTF-8 is refused") {
    const TempFolder folder;
    const std::string start = GENERATE("a,b\"c\n"s, "a,\"b\"c"s + "\n", "a,\xFF\n"s,
                                       "\xFF\xFE"
                                       "a\0,\0\n\0"s);
    tests::write_file(folder / "feed.csv", start + "1,2\n");
    CHECK(failure_of_open(folder / "feed.csv") == util::ExitCode::data);
    tests::write_file(folder / "feed.csv", std::string(2U << 20U, 'x'));
    CHECK(failure_of_open(folder / "feed.csv") == util::ExitCode::data);
}

TEST_CASE("what cannot be a feed is a failure that tells why") {
    const TempFolder folder;
    CHECK(failure_of_open(folder.path()) == util::ExitCode::no_input);
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(failure_of_open(folder / "pipe") == util::ExitCode::no_input);
    std::filesystem::create_symlink("loop", folder / "loop");
    CHECK(failure_of_open(folder / "loop") == util::ExitCode::no_input);
    std::filesystem::create_symlink("nowhere", folder / "dangling");
    CHECK(failure_of_open(folder / "dangling") == util::ExitCode::ok); // no file yet
    if (::geteuid() == 0) return;                                      // may read everything
    tests::write_file(folder / "secret", kHeader);
    std::filesystem::permissions(folder / "secret", std::filesystem::perms::none);
    CHECK(failure_of_open(folder / "secret") == util::ExitCode::no_input);
}

TEST_CASE("a batch ends with the record that passes a limit, and tells whether more is complete") {
    SECTION("records") {
        OpenFeed feed("1,2,3\n4,5,6\n7,8,9\n1,2", {2, 1 << 20, 100});
        const auto first = feed.tailer.read(feed.tailer.first_record());
        CHECK(first.records.size() == 2);
        CHECK(first.more);
        CHECK(first.pending == 9);
        const auto second = feed.tailer.read(first.end);
        CHECK(second.records.size() == 1);
        CHECK_FALSE(second.more);
        CHECK(second.end == feed::Position{24, 3});
        CHECK(second.pending == 3);
    }
    SECTION("bytes") {
        OpenFeed feed("1,2,3\n4,5,6\n7,8,9\n", {100, 7, 100});
        const auto batch = feed.tailer.read(feed.tailer.first_record());
        CHECK(batch.records.size() == 2);
        CHECK(batch.more);
    }
    SECTION("exactly all") {
        OpenFeed feed("1,2,3\n4,5,6\n", {2, 1 << 20, 100});
        CHECK_FALSE(feed.tailer.read(feed.tailer.first_record()).more);
    }
}

TEST_CASE("reading sees what was written after open") {
    OpenFeed feed("1,2,3\n");
    tests::append_file(feed.path, "4,5,6\n7");
    const auto batch = feed.tailer.read(feed.tailer.first_record());
    CHECK(batch.records.size() == 2);
    CHECK(batch.pending == 1);
    CHECK(feed.tailer.size() == 19);
}

TEST_CASE("an unfinished record waits, and a final one can be taken without its newline") {
    OpenFeed feed("1,2,3\n4,5,6");
    const auto waiting = feed.tailer.read(feed.tailer.first_record());
    CHECK(waiting.records.size() == 1);
    CHECK(waiting.pending == 5);
    CHECK_FALSE(feed.tailer.has_record(waiting.end));
    CHECK(feed.tailer.has_record(waiting.end, FinalRecord::take_it_now));
    const auto taken = feed.tailer.read(waiting.end, FinalRecord::take_it_now);
    REQUIRE(taken.records.size() == 1);
    CHECK(tests::plain(taken.records[0]).fields == std::vector<std::string>{"4", "5", "6"});
    CHECK(taken.records[0].bytes == "4,5,6");
    CHECK(taken.pending == 0);
    // Its newline, when it comes after all, is an empty line.
    tests::append_file(feed.path, "\n7,8,9\n");
    const auto next = feed.tailer.read(taken.end);
    REQUIRE(next.records.size() == 1);
    CHECK(next.records[0].bytes == "7,8,9\n");
    CHECK(next.records[0].length == 7);
}

TEST_CASE("a final line inside an open quote is not taken") {
    OpenFeed feed("1,2,\"3");
    CHECK(feed.tailer.read(feed.tailer.first_record(), FinalRecord::take_it_now).records.empty());
    tests::append_file(feed.path, "\"");
    CHECK(feed.tailer.read(feed.tailer.first_record(), FinalRecord::take_it_now).records.size() == 1);
}

TEST_CASE("a record of 10 MB is put aside, in its true length, and the next one is read") {
    OpenFeed feed("1,2,3\n4,5," + std::string(10U << 20U, '\r') + "\n\n7,8,9\n",
                  {100, 16U << 20U, 1U << 20U});
    std::vector<PlainRecord> records;
    feed::Position at = feed.tailer.first_record();
    tests::read_all(feed.tailer, at, records);
    REQUIRE(records.size() == 3);
    CHECK(records[1].malformation == Malformation::record_too_long);
    CHECK(records[1].length == (10U << 20U) + 5);
    CHECK(records[1].bytes.size() == 1U << 20U);
    CHECK(records[2].fields == std::vector<std::string>{"7", "8", "9"});
    CHECK(tests::plain(feed.tailer.read_one(records[1].start, records[1].length)) == records[1]);
}

TEST_CASE("memory stays bounded over a line of 64 MB, over 32 MB of empty lines, and while neither ends") {
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    const std::string empty_lines(8U << 20U, '\n');
    tests::write_file(path, kHeader + "1,2,3\n");
    for (int i = 0; i < 4; ++i) tests::append_file(path, empty_lines);
    tests::append_file(path, "4,5,6\n7,");
    const std::uint64_t long_line = std::filesystem::file_size(path) - 2;
    std::filesystem::resize_file(path, long_line + (64U << 20U)); // a hole: NULs
    feed::Tailer tailer(path, {});
    REQUIRE(tailer.open());
    const long before = peak_kilobytes();
    std::vector<PlainRecord> records;
    feed::Position at = tailer.first_record();
    tests::read_all(tailer, at, records);
    REQUIRE(records.size() == 2);
    CHECK(records[1].length == (32U << 20U) + 6);
    CHECK(records[1].bytes == "4,5,6\n");
    CHECK(at.byte_offset == long_line);
    tests::append_file(path, "\n1,2,3\n");
    tests::read_all(tailer, at, records);
    REQUIRE(records.size() == 4);
    CHECK(records[2].malformation == Malformation::record_too_long);
    CHECK(records[2].length == (64U << 20U) + 1);
    CHECK(peak_kilobytes() - before < 24 * 1024);
}

TEST_CASE("empty lines at the end of a file are pending, however many, whatever is asked for") {
    OpenFeed feed("1,2,3\n" + std::string(300'000, '\n') + "\r");
    const auto mode = GENERATE(FinalRecord::wait, FinalRecord::take_it_now);
    const auto batch = feed.tailer.read(feed.tailer.first_record(), mode);
    CHECK(batch.records.size() == 1);
    CHECK_FALSE(batch.more);
    CHECK(batch.pending == 300'001);
    CHECK(feed.tailer.read(batch.end, mode).records.empty());
    CHECK_FALSE(feed.tailer.has_record(batch.end, mode));
    CHECK(feed.tailer.has_record(feed.tailer.first_record(), mode));
}

TEST_CASE("an open quote is pending below the limit and given up at it") {
    OpenFeed feed("1,\"2,3\n", {1000, 1 << 20, 1000});
    const std::string line = "4,5,6\n";
    std::size_t written = 7;
    while (written + line.size() < 1000) {
        REQUIRE(feed.tailer.read(feed.tailer.first_record()).records.empty());
        tests::append_file(feed.path, line);
        written += line.size();
    }
    CHECK(feed.tailer.read(feed.tailer.first_record()).records.empty());
    tests::append_file(feed.path, line);
    const auto batch = feed.tailer.read(feed.tailer.first_record());
    REQUIRE(batch.records.size() == 1 + (written + line.size() - 7) / line.size());
    CHECK(batch.records[0].malformation == Malformation::open_quote);
    CHECK(batch.records[0].bytes == "1,\"2,3\n");
    CHECK_FALSE(batch.records[1].malformation);
}

TEST_CASE("read_one of bytes that are not one record is malformed, and beyond the file a failure") {
    OpenFeed feed("1,2,3\n4,5,6\n");
    CHECK(feed.tailer.read_one({6, 0}, 12).malformation);
    CHECK_FALSE(feed.tailer.read_one({6, 0}, 6).malformation);
    CHECK_THROWS_AS(feed.tailer.read_one({12, 1}, 7), util::Failure);
}

TEST_CASE("the hash of a stretch is that of its bytes") {
    OpenFeed feed(std::string(200'000, 'x') + "\n");
    CHECK(feed.tailer.hash(6, 200'006) == util::content_hash(std::string(200'000, 'x')));
    CHECK(feed.tailer.hash(6, 6) == util::content_hash(""));
    CHECK_THROWS_AS(feed.tailer.hash(6, 200'008), util::Failure);
}

TEST_CASE("a batch that is read ahead follows the one before it, whose views stay") {
    std::string body;
    for (int i = 0; i < 100; ++i) body += std::to_string(i) + ",x,\"y \n" + std::to_string(i * i) + "\"\n";
    OpenFeed feed(body, {.batch_records = 8});
    OpenFeed in_turn(body, {.batch_records = 8});
    REQUIRE(feed.tailer.source().is_for_two_threads());
    auto batch = feed.tailer.read(feed.tailer.first_record());
    for (auto expected = in_turn.tailer.read(in_turn.tailer.first_record()); !expected.records.empty();
         expected = in_turn.tailer.read(expected.end)) {
        auto next = feed.tailer.read_ahead(batch.end, FinalRecord::wait, feed::kNoHole);
        REQUIRE(batch.records.size() == expected.records.size());
        for (std::size_t i = 0; i < batch.records.size(); ++i) {
            CHECK(batch.records[i].bytes == expected.records[i].bytes);
            CHECK(batch.records[i].fields[2] == expected.records[i].fields[2]);
        }
        CHECK(batch.bytes_hash == expected.bytes_hash);
        CHECK(batch.more == expected.more);
        CHECK(batch.end.byte_offset == expected.end.byte_offset);
        batch = std::move(next);
    }
    CHECK(batch.records.empty());
}

TEST_CASE("what is read ahead ends where the file ended at the last read") {
    OpenFeed feed("1,2,3\n4,5,6\n", {.batch_records = 1});
    const auto batch = feed.tailer.read(feed.tailer.first_record());
    tests::append_file(feed.path, "7,8,9\n");
    const auto ahead = feed.tailer.read_ahead(batch.end, FinalRecord::wait, feed::kNoHole);
    CHECK(ahead.records.size() == 1);
    CHECK_FALSE(ahead.more);
    CHECK(feed.tailer.read(ahead.end).records.size() == 1);
}
