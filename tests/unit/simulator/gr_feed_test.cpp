#include "simulator/feed.h"
#include "simulator/gr_feed.h"
#include "simulator/gr_row.h"
#include "support/csv_oracle.h"

#include <catch2/catch.hpp>

#include <set>
#include <stdexcept>

using namespace padchestd;
using simulator::FeedOptions;
using simulator::GrColumn;
using simulator::GrFeed;

namespace {

std::string text_of(const FeedOptions& options) {
    GrFeed feed(options);
    std::string text(feed.first_line());
    for (std::string record; feed.next(record);) text += record;
    return text;
}

auto records_of(const std::string& text, std::size_t columns) {
    return tests::oracle_records(text, text.find('\n') + 1, {columns, 1U << 20U, false});
}

std::string cell(const tests::PlainRecord& record, GrColumn column) {
    return record.fields.at(static_cast<std::size_t>(column));
}

} // namespace

TEST_CASE("a made-up PadChest-GR feed has the table's columns, and the same bytes for a seed") {
    const auto text = text_of({.encounters = 300, .seed = 4});
    const auto records = records_of(text, simulator::kGrColumns);
    CHECK(records.size() > 300);
    for (const auto& record : records) REQUIRE(record.fields.size() == simulator::kGrColumns);
    CHECK(text == text_of({.encounters = 300, .seed = 4}));
    CHECK(text != text_of({.encounters = 300, .seed = 5}));
}

TEST_CASE("findings are of images that the PadChest feed with the same options has") {
    const FeedOptions options{.encounters = 200, .seed = 6};
    std::set<std::string> images;
    simulator::FeedGenerator padchest(options);
    std::string text(padchest.first_line());
    for (std::string record; padchest.next(record);) text += record;
    for (const auto& record : records_of(text, 36)) images.insert(record.fields[1] + record.fields[4]);
    std::set<std::string> studies;
    for (const auto& record : records_of(text_of(options), simulator::kGrColumns)) {
        studies.insert(cell(record, GrColumn::study_id));
        CHECK(images.contains(cell(record, GrColumn::image_id) + cell(record, GrColumn::study_id)));
    }
    CHECK(studies.size() == 200);
}

TEST_CASE("a made-up PadChest-GR feed has the quirks that a reader has to bear") {
    const auto text = text_of({.encounters = 2'000});
    std::set<std::string> lines;
    std::set<std::string> sentences;
    int twice = 0;
    int labels_of_a_sentence = 0;
    for (const auto& record : records_of(text, simulator::kGrColumns)) {
        std::string line;
        for (const auto& field : record.fields) line += field + '\x1f';
        const bool is_new = lines.insert(line).second;
        if (!is_new) ++twice;
        const auto sentence = cell(record, GrColumn::image_id) + cell(record, GrColumn::sentence_es);
        if (!sentences.insert(sentence).second && is_new) ++labels_of_a_sentence;
    }
    CHECK(twice > 0);
    CHECK(labels_of_a_sentence > 0);
    for (const char* const quirk :
         {"Normal", "pequeño", "Más", "Revisión", ".0,", "nan", "[]", "\n", "\"\"", "1.0"})
        CHECK(text.find(quirk) != std::string::npos);
}

TEST_CASE("bad records of a PadChest-GR feed come between the good ones and change none of them") {
    GrFeed feed({.encounters = 200, .bad_records = 0.3});
    std::string kept(feed.first_line());
    std::uint64_t bad = 0;
    for (std::string record; feed.next(record);) {
        if (feed.bad_records() == bad) kept += record;
        bad = feed.bad_records();
    }
    CHECK(bad > 60);
    CHECK(kept == text_of({.encounters = 200}));
    CHECK_THROWS_AS(GrFeed({.encounters = 0}), std::invalid_argument);
    CHECK_THROWS_AS(GrFeed({.images_per_study = 9}), std::invalid_argument);
}
