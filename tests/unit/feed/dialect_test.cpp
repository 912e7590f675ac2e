#include "feed/byte_masks.h"
#include "feed/utf8.h"
#include "support/csv_oracle.h"
#include "support/feed_reading.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

using namespace padchestd;
using namespace std::string_literals;
using feed::Malformation;
using tests::PlainRecord;

namespace {

const std::string kHeader = "a,b,c\n";

// `text` with commas and another delimiter in each other's place.
std::string swapped(std::string text, char delimiter) {
    for (char& byte : text) {
        if (byte == ',' || byte == delimiter) byte = byte == ',' ? delimiter : ',';
    }
    return text;
}

PlainRecord swapped(PlainRecord record, char delimiter) {
    record.bytes = swapped(std::move(record.bytes), delimiter);
    for (auto& field : record.fields) field = swapped(std::move(field), delimiter);
    return record;
}

std::vector<PlainRecord> read_with(char delimiter, const std::string& body, std::uint64_t max_record_bytes) {
    const tests::TempFolder folder;
    tests::write_file(folder / "feed.csv", swapped(kHeader + body, delimiter));
    feed::Tailer tailer(folder / "feed.csv", {100, 1 << 20, max_record_bytes});
    REQUIRE(tailer.open());
    REQUIRE(tailer.header().delimiter == delimiter);
    std::vector<PlainRecord> records;
    feed::Position at = tailer.first_record();
    tests::read_all(tailer, at, records);
    for (auto& record : records) record = swapped(std::move(record), delimiter);
    return records;
}

// The same under each delimiter, and what the oracle finds.
std::vector<PlainRecord> read(const std::string& body, std::uint64_t max_record_bytes = 1000) {
    const auto expected = tests::oracle_records(kHeader + body, kHeader.size(), {3, max_record_bytes, false});
    for (const char delimiter : {',', ';', '\t'})
        CHECK(read_with(delimiter, body, max_record_bytes) == expected);
    return expected;
}

using Fields = std::vector<std::string>;

Fields fields_of(const std::string& body) {
    const auto records = read(body);
    REQUIRE(records.size() == 1);
    CHECK_FALSE(records[0].malformation);
    return records[0].fields;
}

// What is given up, and why; nothing for a record that is well.
struct Outcome {
    std::string bytes;
    std::optional<Malformation> malformation;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
    return out << (outcome.malformation ? feed::name(*outcome.malformation) : "well") << " {" << outcome.bytes
               << "}";
}

std::vector<Outcome> outcomes(const std::string& body, std::uint64_t max_record_bytes = 1000) {
    std::vector<Outcome> found;
    for (const PlainRecord& record : read(body, max_record_bytes)) {
        found.push_back({record.bytes, record.malformation});
    }
    return found;
}

} // namespace

TEST_CASE("fields are unquoted and their doubled quotes undone") {
    CHECK(fields_of("1,2,3\n") == Fields{"1", "2", "3"});
    CHECK(fields_of(",,\n") == Fields{"", "", ""});
    CHECK(fields_of("\"\",\"\"\"\",\"\"\"\"\"\"\n") == Fields{"", "\"", "\"\""});
    CHECK(fields_of("\"a,b\",\"c\nd\",\"e\"\"f\"\"\"\n") == Fields{"a,b", "c\nd", "e\"f\""});
    CHECK(fields_of(" \t1 , 2,3 \n") == Fields{" \t1 ", " 2", "3 "});
}

TEST_CASE("a record ends with LF or CRLF, and any other CR is an ordinary byte") {
    CHECK(fields_of("1,2,3\r\n") == Fields{"1", "2", "3"});
    CHECK(fields_of("1,2,\r\n") == Fields{"1", "2", ""});
    CHECK(fields_of("1,2,\"3\"\r\n") == Fields{"1", "2", "3"});
    CHECK(fields_of("1,2\r,3\r\r\n") == Fields{"1", "2\r", "3\r"});
    CHECK(fields_of("1,\"2\r\n\",\"\r3\r\"\r\n") == Fields{"1", "2\r\n", "\r3\r"});
}

TEST_CASE("numpy text that wraps inside its quotes stays one field") {
    CHECK(fields_of("1,\"['C0000001' 'C0000002' 'C0000003' 'C0000004' 'C0000005'\n 'C0000006']\",[]\n") ==
          Fields{"1", "['C0000001' 'C0000002' 'C0000003' 'C0000004' 'C0000005'\n 'C0000006']", "[]"});
}

TEST_CASE("empty lines are part of the stretch of the record after them, not of its bytes") {
    const auto records = read("\n\r\n1,2,3\n\n\n4,5,6\r\n\n");
    REQUIRE(records.size() == 2);
    CHECK(records[0].start == feed::Position{6, 0});
    CHECK(records[0].length == 9);
    CHECK(records[0].bytes == "1,2,3\n");
    CHECK(records[1].start == feed::Position{15, 1});
    CHECK(records[1].length == 9);
    CHECK(records[1].bytes == "4,5,6\r\n");
}

TEST_CASE("a quote in the wrong place gives up the line it is in, or in which its field opened") {
    const auto bad = Malformation::malformed_quote;
    CHECK(outcomes("1,2\"x,3\n4,5,6\n") == std::vector<Outcome>{{"1,2\"x,3\n", bad}, {"4,5,6\n", {}}});
    CHECK(outcomes("1,\"2\"x,3\n4,5,6\n") == std::vector<Outcome>{{"1,\"2\"x,3\n", bad}, {"4,5,6\n", {}}});
    CHECK(outcomes("1,\"2\"\rx,3\n4,5,6\n") ==
          std::vector<Outcome>{{"1,\"2\"\rx,3\n", bad}, {"4,5,6\n", {}}});
    CHECK(outcomes("1,\"2\"\r\"3\n4,5,6\n") ==
          std::vector<Outcome>{{"1,\"2\"\r\"3\n", bad}, {"4,5,6\n", {}}});
    // The closing quote that is wrong is two lines below: those lines are read again.
    CHECK(outcomes("1,\"2\n4,5,6\n7,\"x,9\n") == std::vector<Outcome>{{"1,\"2\n", bad}, {"4,5,6\n", {}}});
    CHECK(outcomes("1,\"2\n3\",4\"\n5,6,7\n") ==
          std::vector<Outcome>{{"1,\"2\n3\",4\"\n", bad}, {"5,6,7\n", {}}});
}

TEST_CASE("a quote that does not close within the limit gives up the lines up to the one that opened it") {
    const auto open = Malformation::open_quote;
    CHECK(outcomes("1,\"2,3\n4,5,6\n7,8,9\n", 16) ==
          std::vector<Outcome>{{"1,\"2,3\n", open}, {"4,5,6\n", {}}, {"7,8,9\n", {}}});
    CHECK(outcomes("\"1\n\",\"2,3\n4,5,6\n", 16) ==
          std::vector<Outcome>{{"\"1\n\",\"2,3\n", open}, {"4,5,6\n", {}}});
    CHECK(outcomes("1,\"2,3\n4,5,6\n7,8", 17).empty()); // 16 bytes: it may still close
}

TEST_CASE("a line longer than the limit is given up whole, however long it is") {
    const auto too_long = Malformation::record_too_long;
    CHECK(outcomes("1,2,3456\n7,8,9\n", 9) == std::vector<Outcome>{{"1,2,3456\n", {}}, {"7,8,9\n", {}}});
    CHECK(outcomes("1,2,34567\n7,8,9\n", 9) ==
          std::vector<Outcome>{{"1,2,34567", too_long}, {"7,8,9\n", {}}});
    CHECK(outcomes("1,\"2,34567890\n7,8,9\n", 9) ==
          std::vector<Outcome>{{"1,\"2,3456", too_long}, {"7,8,9\n", {}}});
    CHECK(read("1,2,34567\n7,8,9\n", 9).at(0).length == 10);
    // What is kept of it ends with a CR, which belongs to no line end after it.
    CHECK(outcomes("1,2,3456\r8\n\n7,8,9\n", 9) ==
          std::vector<Outcome>{{"1,2,3456\r", too_long}, {"7,8,9\n", {}}});
}

TEST_CASE("a record with other than the header's number of fields is malformed") {
    const auto count = Malformation::field_count;
    CHECK(outcomes("1,2\n1,2,3,4\n1,2,3\n \n") ==
          std::vector<Outcome>{{"1,2\n", count}, {"1,2,3,4\n", count}, {"1,2,3\n", {}}, {" \n", count}});
}

TEST_CASE("bytes that Postgres cannot store make a record malformed, and only that record") {
    CHECK(outcomes("1,\xC3\xB1,3\n1,\xFF,3\n1,2,3\n1,2\0,3\n\"\0\",\xFF,3\n"s) ==
          std::vector<Outcome>{{"1,\xC3\xB1,3\n", {}},
                               {"1,\xFF,3\n", Malformation::not_utf8},
                               {"1,2,3\n", {}},
                               {"1,2\0,3\n"s, Malformation::nul_byte},
                               {"\"\0\",\xFF,3\n"s, Malformation::nul_byte}});
}

TEST_CASE("a byte order mark after the header is an ordinary character") {
    CHECK(fields_of("\xEF\xBB\xBF"
                    "1,2,3\n") == Fields{"\xEF\xBB\xBF"
                                         "1",
                                         "2", "3"});
}

TEST_CASE("UTF-8 is what the Unicode standard calls well formed") {
    CHECK(feed::is_utf8(""));
    CHECK(feed::is_utf8("plain\0ascii"s));
    CHECK(feed::is_utf8("\xC2\x80 \xDF\xBF \xE0\xA0\x80 \xED\x9F\xBF \xEE\x80\x80 \xEF\xBF\xBF "
                        "\xF0\x90\x80\x80 \xF4\x8F\xBF\xBF"));
    const std::string bad = GENERATE("\x80"s, "\xC1\xBF"s, "\xC3"s, "\xC3("s, "\xE0\x9F\xBF"s,
                                     "\xED\xA0\x80"s, "\xE2\x82"s, "\xF0\x8F\xBF\xBF"s, "\xF4\x90\x80\x80"s,
                                     "\xF5\x80\x80\x80"s, "\xFF"s, "\xF0\x9F\x98"s, "\xE2\x82\xC3\xB1"s);
    CHECK_FALSE(feed::is_utf8(bad));
    CHECK_FALSE(feed::is_utf8("some text before " + bad));
    CHECK_FALSE(feed::is_utf8(bad + " and some after"));
}

TEST_CASE("the masks of a block are the same on every machine") {
    std::mt19937 random(7);
    const std::string bytes = "\",;\t\n\r\0 a\x7F\x80\xFF\x01!+"s;
    for (int round = 0; round < 2000; ++round) {
        std::string block(feed::kBlock, ' ');
        for (char& byte : block) byte = bytes[random() % bytes.size()];
        for (const char delimiter : {',', ';', '\t'})
            REQUIRE(feed::byte_masks(block.data(), delimiter) ==
                    feed::portable::byte_masks(block.data(), delimiter));
        REQUIRE(feed::mask_of(block.data(), '\r') == feed::portable::mask_of(block.data(), '\r'));
        for (std::size_t i = 0; i < block.size(); ++i) {
            REQUIRE(((feed::portable::mask_of(block.data(), '"') >> i) & 1U) == (block[i] == '"' ? 1U : 0U));
        }
    }
}
