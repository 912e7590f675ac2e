// A file that is filled in out of order: NUL bytes are a place that its writer has not come to yet.

#include "feed/tailer.h"
#include "support/csv_oracle.h"
#include "support/feed_reading.h"
#include "support/recovery_proof.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <vector>

using namespace padchestd;
using namespace std::string_literals;
using feed::FinalRecord;
using feed::Hole;
using feed::Waiting;
using tests::PlainRecord;

namespace {

const std::string kHeader = "a,b,c\n";
// Every run of NUL bytes is a hole here, so that small texts show what large ones do.
const feed::Limits kLimits{7, 300, 120, 1};

// Well-formed records and broken ones, without a NUL.
const std::vector<std::string> kRecords = {"1,2,3\n",
                                           "4,\"x,\ny\",6\r\n",
                                           "\n7,8,9\n",
                                           "1,\"['C0000001' 'C0000002'\n 'C0000003']\",\"\"\"\"\n",
                                           "1,2\n",
                                           "1,2\"3,4\n",
                                           "1,\"2\"3,4\n",
                                           "1,\"open,3\n",
                                           std::string(150, 'y') + ",2,3\n"};

struct OpenFeed {
    tests::TempFolder folder;
    std::filesystem::path path = folder / "feed.csv";
    feed::Tailer tailer{path, {100, 1U << 20U, 120, 1}};

    explicit OpenFeed(const std::string& text) {
        tests::write_file(path, text);
        REQUIRE(tailer.open());
    }
};

void write_at(const std::filesystem::path& path, std::size_t offset, std::string_view bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 ||
        ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset)) != ssize_t(bytes.size()))
        throw std::runtime_error("cannot write the feed of a test");
    ::close(file);
}

// The blocks of a copy in the order in which they are written.
struct Copy {
    std::string text;
    std::size_t block = 1;
    std::vector<std::size_t> order;
    bool preallocated = false;
};

// What is read while the copy is made, with a look after each of its blocks.
std::vector<PlainRecord> read_beside(const Copy& copy, std::uint64_t holes_passed) {
    const tests::TempFolder folder;
    const auto path = folder / "feed.csv";
    tests::write_file(path, "");
    if (copy.preallocated) std::filesystem::resize_file(path, copy.text.size());
    feed::Tailer tailer(path, kLimits);
    std::vector<PlainRecord> records;
    std::optional<feed::Position> at;
    for (const std::size_t block : copy.order) {
        const std::size_t offset = block * copy.block;
        write_at(path, offset, std::string_view(copy.text).substr(offset, copy.block));
        if (!tailer.open()) continue;
        if (!at) at = tailer.first_record();
        tests::read_all(tailer, *at, records, FinalRecord::wait, holes_passed);
    }
    return records;
}

Copy any_copy() {
    Copy copy;
    copy.text = kHeader;
    for (const auto& record :
         *rc::gen::resize(60, rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kRecords))))
        copy.text += record;
    copy.text += "1,2,3\n";
    copy.block = *rc::gen::inRange<std::size_t>(1, 200);
    copy.preallocated = *rc::gen::arbitrary<bool>();
    for (std::size_t i = 0; i * copy.block < copy.text.size(); ++i) copy.order.push_back(i);
    for (std::size_t i = copy.order.size(); i > 1; --i)
        std::swap(copy.order[i - 1], copy.order[*rc::gen::inRange<std::size_t>(0, i)]);
    return copy;
}

} // namespace

TEST_CASE("a copy whose blocks come in any order is read without a loss, whenever it is looked at") {
    std::int64_t copies = 0;
    std::int64_t would_lose = 0; // if NUL bytes were read as they are, as they once were
    CHECK(rc::check("as the oracle", [&] {
        const Copy copy = any_copy();
        const auto whole =
            tests::oracle_records(copy.text, kHeader.size(), {3, kLimits.max_record_bytes, false});
        RC_ASSERT(read_beside(copy, feed::kNoHole) == whole);
        ++copies;
        if (read_beside(copy, feed::kEveryHole) != whole) ++would_lose;
    }));
    CHECK(would_lose > copies / 10);
    tests::note_proof("a feed copied block by block in random order, read after each block", copies,
                      "0 records lost; reading NUL bytes as they are loses some in " +
                          std::to_string(would_lose),
                      tests::kTriedToGetItStuck);
}

TEST_CASE("NUL bytes that end the file are never read past, whatever is allowed") {
    OpenFeed feed("a,b,c\n1,2,3\n4,\"5" + std::string(500, '\0'));
    for (const auto mode : {FinalRecord::wait, FinalRecord::take_it_now}) {
        for (const auto passed : {feed::kNoHole, feed::kEveryHole}) {
            const auto batch = feed.tailer.read(feed.tailer.first_record(), mode, passed);
            CHECK(batch.records.size() == 1);
            CHECK(batch.end.byte_offset == 12);
            CHECK(batch.waiting == Waiting::hole);
            CHECK(batch.hole == Hole{16, 516});
            CHECK_FALSE(feed.tailer.has_record(batch.end, mode, passed));
        }
    }
}

TEST_CASE("NUL bytes in the middle are read as they are from the offset on that is allowed") {
    OpenFeed feed("a,b,c\n1,\0\0,3\n4,5,6\n7,\0,9\n1,2,3\n"s);
    const auto read = [&](std::uint64_t passed) {
        return feed.tailer.read(feed.tailer.first_record(), FinalRecord::wait, passed);
    };
    CHECK(read(9).records.empty());
    CHECK(read(9).hole == Hole{8, 10});
    const auto some = read(10);
    REQUIRE(some.records.size() == 2);
    CHECK(some.records[0].malformation == feed::Malformation::nul_byte);
    CHECK(some.waiting == Waiting::hole);
    CHECK(some.hole == Hole{21, 22});
    CHECK(read(feed::kEveryHole).records.size() == 4);
}

TEST_CASE("a run of NUL bytes shorter than a sector is damage of its record at once, but at the end") {
    const tests::TempFolder folder;
    const auto path = folder / "feed.csv";
    const auto read = [&](std::size_t nuls, const std::string& rest) {
        tests::write_file(path, "a,b,c\n1," + std::string(nuls, '\0') + ",3\n" + rest);
        feed::Tailer tailer(path, {});
        REQUIRE(tailer.open());
        return tailer.read(tailer.first_record());
    };
    const auto damaged = read(511, "4,5,6\n");
    REQUIRE(damaged.records.size() == 2);
    CHECK(damaged.records[0].malformation == feed::Malformation::nul_byte);
    CHECK(damaged.waiting == Waiting::nothing);
    CHECK(read(512, "4,5,6\n").hole == Hole{8, 520});
    CHECK(read(1, "4,5,\0"s).hole == Hole{16, 17}); // the end may be filled in yet, whatever its length
}

TEST_CASE("a hole that hides a closing quote does not break the record whose quote it hides") {
    const std::string text = "a,b,c\n1,\"2\n3\",4\n5,6,\"7\"\n";
    std::string holed = text;
    holed.replace(12, 3, 3, '\0'); // 3",
    OpenFeed feed(holed);
    CHECK(feed.tailer.read(feed.tailer.first_record()).records.empty());
    tests::write_file(feed.path, text);
    CHECK(feed.tailer.read(feed.tailer.first_record()).records.size() == 2);
}

TEST_CASE("a hole in a line that is too long for the buffer is waited for") {
    std::string line(200'000, 'x');
    line[150'000] = '\0';
    OpenFeed feed("a,b,c\n" + line + "\n1,2,3\n");
    CHECK(feed.tailer.read(feed.tailer.first_record()).hole == Hole{150'006, 150'007});
    CHECK(feed.tailer.read(feed.tailer.first_record(), FinalRecord::wait, 150'007).records.size() == 2);
}

TEST_CASE("a header with a hole is not complete yet") {
    const tests::TempFolder folder;
    const auto path = folder / "feed.csv";
    const std::string text = "a,b,c\n1,2,3\n";
    feed::Tailer tailer(path, kLimits);
    for (std::size_t hole = 0; hole < 6; ++hole) {
        std::string holed = text;
        holed[hole] = '\0';
        tests::write_file(path, holed);
        CHECK_FALSE(tailer.open());
        tests::write_file(path, text.substr(0, hole) + std::string(300, '\0') + "1,2,3\n");
        CHECK_FALSE(tailer.open());
    }
}

TEST_CASE("a batch tells what the bytes after it wait for") {
    const auto waiting = [](const std::string& rest) {
        OpenFeed feed("a,b,c\n1,2,3\n" + rest);
        return feed.tailer.read(feed.tailer.first_record()).waiting;
    };
    CHECK(waiting("") == Waiting::nothing);
    CHECK(waiting("\n\r\n\r") == Waiting::nothing);
    CHECK(waiting("4") == Waiting::unfinished_record);
    CHECK(waiting("4,\"5,6\n7,8,9\n") == Waiting::unfinished_record);
    CHECK(waiting("\0"s) == Waiting::hole);
    CHECK(waiting("4,\0"s) == Waiting::hole);
    CHECK(waiting(std::string(1000, 'x') + "\0"s) == Waiting::hole);
}

TEST_CASE("a batch's hash is of what was parsed, and the file is asked whether it still holds that") {
    OpenFeed feed("a,b,c\n1,2,3\n\n\n" + std::string(400, 'x') + "\n4,5,6\n");
    const auto batch = feed.tailer.read(feed.tailer.first_record());
    REQUIRE(batch.records.size() == 3);
    const std::string text = tests::read_file(feed.path);
    CHECK(batch.bytes_hash == util::content_hash(text));
    CHECK(feed.tailer.still_holds(batch));
    SECTION("another byte of a record") {
        write_at(feed.path, 7, "9");
    }
    SECTION("another byte of a line that was passed over") {
        write_at(feed.path, 380, "9");
    }
    SECTION("another header") {
        write_at(feed.path, 0, "x");
    }
    SECTION("cut") {
        std::filesystem::resize_file(feed.path, text.size() - 1);
    }
    CHECK_FALSE(feed.tailer.still_holds(batch));
    auto rest = batch;
    feed.tailer.shorten(rest, 2);
    CHECK_FALSE(feed.tailer.still_holds(rest));
    CHECK(batch.bytes_hash == util::content_hash(text));
    write_at(feed.path, 0, text);
    CHECK(feed.tailer.still_holds(batch));
    rest = batch;
    feed.tailer.shorten(rest, 2);
    CHECK(rest.more);
    CHECK(rest.end.byte_offset + rest.pending == text.size());
    CHECK(rest.bytes_hash == util::content_hash(text.substr(0, rest.end.byte_offset)));
    CHECK(feed.tailer.still_holds(rest));
}
