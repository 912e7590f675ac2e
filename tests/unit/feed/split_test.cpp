// However the file grows, however it is cut into batches, and wherever reading starts again: the records of
// the oracle.

#include "support/csv_oracle.h"
#include "support/feed_reading.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <set>
#include <string>
#include <vector>

using namespace padchestd;
using namespace std::string_literals;
using feed::FinalRecord;
using tests::PlainRecord;

namespace {

const std::string kHeader = "\xEF\xBB\xBF\"first\ncolumn\",b,c\r\n";

// Awkward, one after the other; each is read among plain neighbours.
const std::vector<std::string> kAwkward = {
    "1,2,3\r\n",
    "\"\",\"\"\"\",\"a\"\"\n\"\"b\"\n",
    "\"x,\r\ny\",\r,z\r\r\n",
    "\n\r\n\n1,2,3\n\r\n",
    "1,\"['C0000001' 'C0000002'\n 'C0000003']\",\"['loc left', \"\"nan\"\"]\"\n",
    "1,\"a\"\"b\",3\n",
    "1,2\"3,4\n",
    "1,\"2\"3,4\n",
    "1,\"2\"\r3,4\n",
    "1,\"2\n3\n4\"x,5\n",
    "1,\"open,3\n",
    "1,2\n1,2,3,4\n",
    "\xC3\xB1,\xE2\x82\xAC,\xF0\x9F\x98\x80\n",
    "\xC3,\xE2\x82,\xFF\n",
    "1,\0,3\n"s,
    "\xEF\xBB\xBF\"1\",2,3\n",
    "1,\"" + std::string(70, 'x') + "\",\"" + std::string(70, '"') + "\"\n",
    std::string(200, 'y') + ",2,3\n",
    "1,\"" + std::string(200, 'z') + "\n4,5,6\n",
};

std::vector<PlainRecord> expected(const std::string& file, const feed::Limits& limits, FinalRecord mode) {
    return tests::oracle_records(file, kHeader.size(),
                                 {3, limits.max_record_bytes, mode == FinalRecord::take_it_now});
}

// Reads the file in the state of each length of `lengths`; `restart`: with another tailer each time.
std::vector<PlainRecord> read_growing(const std::string& file, const std::vector<std::size_t>& lengths,
                                      const feed::Limits& limits, bool restart) {
    const tests::TempFolder folder;
    tests::write_file(folder / "feed.csv", "");
    auto tailer = std::make_unique<feed::Tailer>(folder / "feed.csv", limits);
    std::vector<PlainRecord> records;
    std::optional<feed::Position> at;
    std::size_t written = 0;
    for (const std::size_t length : lengths) {
        tests::append_file(folder / "feed.csv", std::string_view(file).substr(written, length - written));
        written = length;
        if (restart) tailer = std::make_unique<feed::Tailer>(folder / "feed.csv", limits);
        if (tailer->open() != (written >= kHeader.size())) throw std::logic_error("the header was misjudged");
        if (written < kHeader.size()) continue;
        if (!at) at = tailer->first_record();
        tests::read_all(*tailer, *at, records);
    }
    return records;
}

const std::string kNeighbour = "7,8,9\n";

} // namespace

TEST_CASE("a file split at any byte gives the same records as a whole one") {
    const feed::Limits limits{100, 1 << 16, 150};
    for (const std::string& awkward : kAwkward) {
        const std::string file = kHeader + kNeighbour + awkward + kNeighbour + kNeighbour;
        const auto whole = expected(file, limits, FinalRecord::wait);
        const std::size_t from = kHeader.size() + kNeighbour.size();
        for (std::size_t split = from; split <= from + awkward.size() + 1; ++split) {
            INFO("split at " << split << " of " << file);
            REQUIRE(read_growing(file, {split, file.size()}, limits, false) == whole);
        }
    }
}

TEST_CASE("a record of 10 MB reads the same wherever the file was split") {
    const feed::Limits limits{100, 16U << 20U, 1U << 20U};
    constexpr std::size_t kLong = 10U << 20U;
    constexpr std::size_t kChunk = 256U << 10U; // what is read at a time
    const std::string fill(kLong, 'x');
    for (const std::string& giant :
         {"1,2," + fill + "\n", "1,\"" + fill + "\",3\n", "1,\"open\n" + fill + "\n"}) {
        const std::string file = kHeader + kNeighbour + giant + kNeighbour + kNeighbour;
        const auto whole = expected(file, limits, FinalRecord::wait);
        const std::size_t begin = kHeader.size() + kNeighbour.size();
        std::set<std::size_t> splits;
        for (const std::size_t at : {begin, begin + kChunk, begin + (1U << 20U), begin + giant.size()}) {
            for (std::size_t split = at - 6; split <= at + 6; ++split) splits.insert(split);
        }
        for (const std::size_t split : splits) {
            INFO("split at " << split);
            REQUIRE(read_growing(file, {split, file.size()}, limits, split % 2 == 0) == whole);
        }
    }
}

TEST_CASE("a record as long as the limit allows is read whole, and one byte more is too long") {
    constexpr std::size_t kLimit = 1U << 20U;
    const feed::Limits limits{100, 16U << 20U, kLimit};
    for (const std::size_t length : {kLimit * 6 / 10, kLimit - 1, kLimit, kLimit + 1}) {
        const std::string longest = "1,2," + std::string(length - 5, 'x') + "\n";
        const std::string file = kHeader + longest + kNeighbour;
        const auto whole = expected(file, limits, FinalRecord::wait);
        for (const std::size_t split : {std::size_t{1}, length / 2, length - 1, length, length + 1}) {
            INFO(length << " bytes, split at " << split);
            REQUIRE(read_growing(file, {kHeader.size() + split, file.size()}, limits, false) == whole);
        }
    }
}

TEST_CASE("a record reads the same wherever it is in the blocks of the scan") {
    const feed::Limits limits{100, 1 << 16, 150};
    for (const std::string& awkward : kAwkward) {
        for (std::size_t shift = 0; shift < 64; ++shift) {
            const std::string file = kHeader + std::string(shift, '7') + ",8,9\n" + awkward + kNeighbour;
            INFO(file);
            REQUIRE(read_growing(file, {file.size()}, limits, false) ==
                    expected(file, limits, FinalRecord::wait));
        }
    }
}

TEST_CASE("a file that grows byte by byte, its header too, gives the same records as a whole one") {
    const feed::Limits limits{3, 40, 64};
    std::string file = kHeader;
    for (const std::string& awkward : kAwkward) file += awkward + kNeighbour;
    std::vector<std::size_t> lengths;
    for (std::size_t length = 1; length <= file.size(); ++length) lengths.push_back(length);
    CHECK(read_growing(file, lengths, limits, false) == expected(file, limits, FinalRecord::wait));
}

TEST_CASE("generated files give the oracle's records under any growth, batch limits and restarts") {
    const auto piece = rc::gen::weightedOneOf<std::string>(
        {{3, rc::gen::elementOf(kAwkward)},
         {3, rc::gen::just(kNeighbour)},
         {6, rc::gen::container<std::string>(rc::gen::elementOf("\",\n\r a\xC3\xA9"s))},
         {2,
          rc::gen::elementOf(std::vector<std::string>{"\"", ",", "\n", "\r\n", "\"\"", "\",\"", "1,2,"})}});
    CHECK(rc::check("as the oracle", [&] {
        std::string file = kHeader;
        for (const std::string& text : *rc::gen::container<std::vector<std::string>>(piece)) file += text;
        const feed::Limits limits{*rc::gen::inRange<std::uint64_t>(1, 20),
                                  *rc::gen::inRange<std::uint64_t>(1, 300),
                                  *rc::gen::inRange<std::uint64_t>(24, 200)};
        auto lengths =
            *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, file.size() + 1));
        std::sort(lengths.begin(), lengths.end());
        lengths.push_back(file.size());
        RC_ASSERT(read_growing(file, lengths, limits, *rc::gen::arbitrary<bool>()) ==
                  expected(file, limits, FinalRecord::wait));
    }));
}

TEST_CASE(
    "the last line is taken without its line end when asked for, and each stretch reads the same alone") {
    const feed::Limits limits{100, 1 << 16, 150};
    const tests::TempFolder folder;
    for (const std::string& awkward : kAwkward) {
        for (std::size_t cut = 0; cut <= awkward.size(); ++cut) {
            const std::string file = kHeader + kNeighbour + awkward.substr(0, cut);
            if (file.back() == '\0') continue; // never taken: the writer may fill it in
            INFO(file);
            tests::write_file(folder / "feed.csv", file);
            feed::Tailer tailer(folder / "feed.csv", limits);
            REQUIRE(tailer.open());
            feed::Position at = tailer.first_record();
            std::vector<PlainRecord> records;
            tests::read_all(tailer, at, records, FinalRecord::take_it_now);
            REQUIRE(records == expected(file, limits, FinalRecord::take_it_now));
            for (const PlainRecord& record : records) {
                REQUIRE(tests::plain(tailer.read_one(record.start, record.length)) == record);
            }
        }
    }
}
