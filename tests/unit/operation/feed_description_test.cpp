// What `feed describe` tells of a file, in each form that it may have.

#include "operation/feed_description.h"
#include "simulator/nih_feed.h"
#include "support/feed_text.h"
#include "support/mappings.h"
#include "support/packing.h"
#include "support/temp_folder.h"
#include "util/failure.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace padchestd;
using namespace padchestd::tests;
using namespace std::string_literals;
using operation::FeedDescription, operation::FormatChoice;
using util::ExitCode;

namespace {

constexpr std::string_view kCanary = "canary7";

FeedDescription describe(const std::string& bytes, const std::string& name = "feed.csv",
                         const std::string& format = "padchest") {
    const TempFolder folder;
    config::Settings settings;
    settings.feed.path = folder / name;
    settings.feed.format = format;
    write_file(settings.feed.path, bytes);
    auto feed = operation::describe_feed(settings, mappings(), FormatChoice::best);
    const auto json = operation::feed_description_json(feed);
    CHECK(nlohmann::json::parse(json).at("can_be_loaded") == !feed.problem);
    CHECK(json.find(kCanary) == std::string::npos);
    return feed;
}

// Its records hold the canary in each cell that takes any text.
std::string small_feed() {
    std::string text = feed_header();
    for (const char* image : {"a", "b", "c"})
        text += feed_line({.image = "9901canary7_"s + image + ".png",
                           .study = "9901canary7",
                           .report = " canary7 .",
                           .labels = "['canary7']"});
    return text;
}

std::string with(std::string text, std::string_view old, std::string_view other) {
    return text.replace(text.find(old), old.size(), other);
}

std::string replaced(std::string text, char old, const std::string& other) {
    std::string result;
    for (const char byte : text) result += byte == old ? other : std::string(1, byte);
    return result;
}

void check_refused(const FeedDescription& feed, std::string_view words, ExitCode code = ExitCode::data) {
    REQUIRE(feed.problem);
    CAPTURE(feed.problem->what, feed.problem->hint);
    CHECK((feed.problem->what + feed.problem->hint).find(words) != std::string::npos);
    CHECK(feed.problem->exit_code == code);
    CHECK_FALSE(feed.problem->hint.empty());
}

std::string utf16(const std::string& ascii) {
    std::string units;
    for (const char byte : ascii) units += {byte, '\0'};
    return units;
}

} // namespace

TEST_CASE("a feed that can be loaded is described by its form, columns and records") {
    const auto text = small_feed();
    const auto feed = describe(text);
    CHECK(operation::verdict(feed) == "can be loaded as format padchest");
    CHECK(feed.size == text.size());
    CHECK(feed.text_bytes == text.size());
    CHECK(feed.compression.empty());
    CHECK(feed.form.encoding == feed::TextEncoding::ascii);
    CHECK(feed.delimiter == "comma");
    CHECK(feed.column_count == 36);
    CHECK(feed.records.read == 3);
    CHECK(feed.records.rejected == 0);
    CHECK_FALSE(feed.records.more);
}

TEST_CASE("a table of another format is known by its header, and read without a database") {
    simulator::NihFeed generator({.encounters = 20});
    std::string text(generator.first_line());
    for (std::string record; generator.next(record);) text += record;
    const auto feed = describe(text, "feed.csv", "nih");
    CHECK(operation::verdict(feed) == "can be loaded as format nih");
    CHECK(feed.records.read == 20);
    CHECK(feed.records.rejected == 0);
}

TEST_CASE("compressed feeds are described by the text in them") {
    const auto text = small_feed();
    for (const auto& [name, bytes] :
         {std::pair{"feed.csv.gz", gzip(text)}, std::pair{"feed.csv.zst", zstd(text)}}) {
        const auto feed = describe(bytes, name);
        CHECK(operation::verdict(feed) == "can be loaded as format padchest");
        CHECK(feed.compression == (bytes.front() == '\x1F' ? "gzip" : "zstd"));
        CHECK(feed.size == bytes.size());
        CHECK(feed.text_bytes == text.size());
    }
}

TEST_CASE("a form under the wrong declaration is refused by its name") {
    const auto text = small_feed();
    check_refused(describe(gzip(text)), "gzip data, which its name does not promise");
    check_refused(describe(zstd(text)), "zstd data, which its name does not promise");
    check_refused(describe(text, "feed.csv.gz"), "no gzip data");
    check_refused(describe(replaced(text, '\n', "\r")), "carriage return alone");
    check_refused(describe("\xFF\xFE" + utf16(text)), "UTF-16");
    check_refused(describe(utf16(text)), "UTF-16");
    auto latin1 = text;
    for (int i = 0; i < 3; ++i) latin1 = with(latin1, " canary7 .", " ni\xF1o .");
    check_refused(describe(latin1), "feed.encoding: latin-1 declares it");
    check_refused(describe(replaced(text, ',', "|")), "one column only");
    check_refused(describe(""), "no complete header line", ExitCode::no_input);
    check_refused(describe(text.substr(0, 100)), "no complete header line", ExitCode::no_input);
}

TEST_CASE("a semicolon file with CR LF and a byte order mark can be loaded") {
    const auto lines = replaced(replaced(small_feed(), '\n', "\r\n"), ',', ";");
    const auto feed = describe("\xEF\xBB\xBF" + lines);
    CHECK(operation::verdict(feed) == "can be loaded as format padchest");
    CHECK(feed.delimiter == "semicolon");
    CHECK(feed::line_ends(feed.form) == "CR LF");
    CHECK(feed.form.byte_order_mark);
}

TEST_CASE("a file without a header shows no cell as a column's name") {
    const auto text = small_feed();
    const auto feed = describe(text.substr(text.find('\n') + 1));
    check_refused(feed, "no header");
    CHECK(feed.fit.columns.empty());
}

TEST_CASE("a header that lacks a column is refused with the name that was perhaps meant") {
    check_refused(describe(with(small_feed(), ",StudyID,", ",Study_Id,")), "Study_Id for StudyID");
    check_refused(describe(with(small_feed(), ",Report,", ",Informe,")), "lacks columns");
    check_refused(describe(with(small_feed(), ",PatientID,", ",Report,")), "twice");
}

TEST_CASE("rejected records are counted by reason and column") {
    auto text = small_feed();
    text += feed_line({.image = "9901_d.png", .date = "20141350"});
    text += feed_line({.image = "9901_e.png", .date = "20141350"}) + "1,2\n";
    const auto feed = describe(text);
    CHECK(feed.records.read == 6);
    CHECK(feed.records.rejected == 3);
    CHECK(feed.records.by_reason.at({"bad_date", "StudyDate_DICOM"}) == 2);
    CHECK(feed.records.by_reason.at({"field_count", ""}) == 1);
    CHECK(operation::verdict(feed) == "can be loaded as format padchest, without 3 of its first 6 records, "
                                      "which go to quarantine");
}

TEST_CASE("a feed that the daemon would pause is refused with the same reason") {
    auto rounded = feed_header();
    for (int i = 0; i < 5; ++i) rounded += feed_line({.image = "1.35E+44_a.png", .study = "1.35E+44"});
    check_refused(describe(rounded), "StudyID is a rounded number");
    auto rejected = feed_header();
    for (int i = 0; i < 200; ++i) rejected += feed_line({.date = i < 120 ? "canary7" : "20140915"});
    check_refused(describe(rejected), "120 of the first 200 records");
}

TEST_CASE("a damaged gzip is described as far as it can be read, and refused") {
    const auto packed = gzip(small_feed()) + "something else";
    const auto feed = describe(packed, "feed.csv.gz");
    check_refused(feed, "damaged as gzip");
    CHECK(feed.records.read == 3);
}

TEST_CASE("only so many records are read") {
    const TempFolder folder;
    config::Settings settings;
    settings.feed.path = folder / "feed.csv";
    write_file(settings.feed.path, small_feed());
    const auto feed = operation::describe_feed(settings, mappings(), FormatChoice::configured, 2);
    CHECK(feed.records.read == 2);
    CHECK(feed.records.more);

    settings.feed.path = folder / "feed.csv.gz"; // damage after them is found all the same
    write_file(settings.feed.path, gzip(small_feed()) + "something else");
    check_refused(operation::describe_feed(settings, mappings(), FormatChoice::configured, 2),
                  "damaged as gzip");
}

TEST_CASE("the format that fits best is found, and the configured one is kept where that is asked") {
    const std::string plain = "exam,image,day,findings\ne1,i1,2014-09-15,clear\n";
    CHECK(operation::verdict(describe(plain)) == "can be loaded as format plain");
    const TempFolder folder;
    config::Settings settings;
    settings.feed.path = folder / "feed.csv";
    write_file(settings.feed.path, plain);
    check_refused(operation::describe_feed(settings, mappings(), FormatChoice::configured), "no header");
    settings.feed.format = "nothing";
    CHECK_THROWS_AS(operation::describe_feed(settings, mappings(), FormatChoice::best), util::Failure);
    settings.feed.format = "padchest";
    settings.feed.path = folder / "none.csv";
    check_refused(operation::describe_feed(settings, mappings(), FormatChoice::best), "there is no file",
                  ExitCode::no_input);
    settings.feed.path = folder.path();
    check_refused(operation::describe_feed(settings, mappings(), FormatChoice::best), "a directory",
                  ExitCode::no_input);
}
