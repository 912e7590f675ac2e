#include "simulator/nih_feed.h"
#include "support/csv_oracle.h"

#include <catch2/catch.hpp>

#include <set>
#include <stdexcept>

using namespace padchestd;
using simulator::FeedOptions;
using simulator::NihFeed;

namespace {

constexpr std::size_t kColumns = 11;

std::string text_of(const FeedOptions& options) {
    NihFeed feed(options);
    std::string text(feed.first_line());
    for (std::string record; feed.next(record);) text += record;
    return text;
}

auto records_of(const std::string& text) {
    return tests::oracle_records(text, text.find('\n') + 1, {kColumns, 1U << 20U, false});
}

} // namespace

TEST_CASE("a made-up NIH feed has the table's header, an image a record, and the same bytes for a seed") {
    const auto text = text_of({.encounters = 500, .seed = 4});
    CHECK(text.substr(0, text.find('\n')) ==
          "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,"
          "OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y]");
    CHECK(records_of(text).size() == 500);
    CHECK(text == text_of({.encounters = 500, .seed = 4}));
    CHECK(text != text_of({.encounters = 500, .seed = 5}));
    CHECK(text_of({.encounters = 700, .seed = 4}).starts_with(text));
}

TEST_CASE("an image index holds the number of its patient, is there once, and follow-ups differ") {
    std::set<std::string> indexes;
    std::set<std::string> follow_ups;
    for (const auto& record : records_of(text_of({.encounters = 2'000}))) {
        const auto& cells = record.fields;
        CHECK(cells[0].substr(0, 9) == cells[3] + "_");
        CHECK(indexes.insert(cells[0]).second);
        CHECK(follow_ups.insert(cells[3] + " " + cells[2]).second);
        CHECK(std::stoi(cells[3]) > 90'000'000);
    }
}

TEST_CASE("labels, views and images of a patient are as frequent as in the public table") {
    std::map<std::string, int> views;
    std::set<std::string> patients;
    int normal = 0;
    int effusion = 0;
    constexpr int kImages = 20'000;
    for (const auto& record : records_of(text_of({.encounters = kImages}))) {
        patients.insert(record.fields[3]);
        ++views[record.fields[6]];
        if (record.fields[1] == "No Finding") ++normal;
        if (record.fields[1].find("Effusion") != std::string::npos) ++effusion;
    }
    CHECK(normal / double{kImages} == Approx(0.538).margin(0.02));
    CHECK(effusion / double{kImages} == Approx(0.119).margin(0.03));
    CHECK(views["PA"] / double{kImages} == Approx(0.600).margin(0.02));
    CHECK(kImages / static_cast<double>(patients.size()) == Approx(3.64).margin(0.4));
}

TEST_CASE("bad records come between the good ones and change none of them") {
    const FeedOptions good{.encounters = 300};
    const FeedOptions some{.encounters = 300, .bad_records = 0.3};
    NihFeed feed(some);
    std::string kept(feed.first_line());
    std::uint64_t bad = 0;
    for (std::string record; feed.next(record);) {
        if (feed.bad_records() == bad) kept += record;
        bad = feed.bad_records();
    }
    CHECK(bad > 60);
    CHECK(kept == text_of(good));
}

TEST_CASE("options that mean nothing for an NIH feed are refused") {
    CHECK_THROWS_AS(NihFeed({.encounters = 0}), std::invalid_argument);
    CHECK_THROWS_AS(NihFeed({.images_per_study = 1.5}), std::invalid_argument);
    CHECK_THROWS_AS(NihFeed({.bad_records = 1.1}), std::invalid_argument);
    CHECK_THROWS_AS(simulator::make_feed({.format = "dicom"}), std::invalid_argument);
}
