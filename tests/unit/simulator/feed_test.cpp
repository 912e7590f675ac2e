#include "feed/tailer.h"
#include "padchest/transform.h"
#include "simulator/feed.h"
#include "support/csv_oracle.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <variant>

namespace {

using padchestd::simulator::FeedGenerator;
using padchestd::simulator::FeedOptions;
using padchestd::tests::PlainRecord;

std::string whole(const FeedOptions& options) {
    FeedGenerator generator(options);
    std::string text(FeedGenerator::header());
    std::string record;
    while (generator.next(record)) text += record;
    return text;
}

// What the daemon's reader and transformation make of a feed: records by fate.
std::map<std::string, int> fates(const std::string& text) {
    using namespace padchestd;
    const tests::TempFolder folder;
    const auto path = folder / "feed.csv";
    tests::write_file(path, text);
    feed::Tailer tailer(path, {});
    REQUIRE(tailer.open());
    padchest::Transform transform(tailer.header(), padchest::Taxonomy::built_in());
    std::map<std::string, int> counts;
    for (feed::Position at = tailer.first_record();;) {
        const feed::Batch batch = tailer.read(at);
        if (batch.end == batch.start) return counts;
        at = batch.end;
        transform.begin_batch();
        for (const feed::Record& record : batch.records) {
            if (record.malformation) {
                ++counts[std::string(feed::name(*record.malformation))];
                continue;
            }
            const auto result = transform(record, 1);
            const auto* rejected = std::get_if<clinical::Rejection>(&result);
            ++counts[rejected != nullptr ? std::string(clinical::name(rejected->reason)) : "good"];
        }
    }
}

std::vector<PlainRecord> parsed(const std::string& text) {
    return padchestd::tests::oracle_records(text, FeedGenerator::header().size(), {36, 1U << 20U, false});
}

} // namespace

TEST_CASE("the same options give the same feed, another seed another") {
    const FeedOptions options{.encounters = 200, .images_per_study = 2, .seed = 5};
    CHECK(whole(options) == whole(options));
    CHECK(whole(options) != whole({.encounters = 200, .images_per_study = 2, .seed = 6}));
}

TEST_CASE("options out of range are refused") {
    CHECK_THROWS_AS(FeedGenerator({.encounters = 0}), std::invalid_argument);
    CHECK_THROWS_AS(FeedGenerator({.images_per_study = 0.9}), std::invalid_argument);
    CHECK_THROWS_AS(FeedGenerator({.images_per_study = 7}), std::invalid_argument);
    CHECK_THROWS_AS(FeedGenerator({.bad_records = 1.1}), std::invalid_argument);
}

TEST_CASE("the smallest feeds are whole") {
    for (const std::uint64_t encounters : {1, 2, 3, 7}) {
        std::set<std::string> studies;
        for (const auto& record : parsed(whole({.encounters = encounters, .images_per_study = 1}))) {
            studies.insert(record.fields.at(4));
        }
        CHECK(studies.size() == encounters);
    }
}

TEST_CASE("by default there are 15,000 studies and about 30,000 images, and every record can be loaded") {
    const auto counts = fates(whole({}));
    REQUIRE(counts.size() == 1);
    CHECK(counts.at("good") == Approx(30'000).margin(600));
}

TEST_CASE("the header and the records have the columns of the real file") {
    CHECK(FeedGenerator::header().starts_with(",ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,"));
    const auto records = parsed(whole({.encounters = 300}));
    REQUIRE(records.size() > 300);
    for (std::size_t i = 0; i < records.size(); ++i) {
        REQUIRE_FALSE(records[i].malformation);
        REQUIRE(records[i].fields.at(0) == std::to_string(i));
    }
}

TEST_CASE("the columns of a study are the same for all its images, and image ids are distinct") {
    std::map<std::string, std::vector<std::string>> studies;
    std::set<std::string> images;
    for (const auto& record : parsed(whole({.encounters = 2'000, .images_per_study = 3}))) {
        const auto& f = record.fields;
        REQUIRE(images.insert(f.at(1)).second);
        REQUIRE(f.at(1).starts_with(f.at(4) + "_"));
        const std::vector<std::string> common{f.at(3),  f.at(5),  f.at(6),  f.at(7),  f.at(28), f.at(29),
                                              f.at(30), f.at(31), f.at(32), f.at(33), f.at(34), f.at(35)};
        REQUIRE(studies.try_emplace(f.at(4), common).first->second == common);
    }
    CHECK(studies.size() == 2'000);
}

TEST_CASE("what the real feed does in a few of its studies happens about as often here") {
    std::set<std::string> unannotated; // of the real feed's 109,931 studies: 8
    std::map<std::string, std::set<std::string>> modalities, makers, patients; // 6, 183, and 1 have two
    for (const auto& record : parsed(whole({.encounters = 109'931, .images_per_study = 1.463, .seed = 2}))) {
        const auto& f = record.fields;
        patients[f.at(4)].insert(f.at(5));
        modalities[f.at(4)].insert(f.at(12));
        makers[f.at(4)].insert(f.at(13));
        const auto& sentences = f.at(33);
        if (sentences.starts_with("[nan,") || sentences.find(" nan,") != std::string::npos ||
            sentences.ends_with(" nan]"))
            unannotated.insert(f.at(4));
    }
    const auto with_two = [](const auto& sets) {
        return std::count_if(sets.begin(), sets.end(), [](const auto& one) { return one.second.size() > 1; });
    };
    INFO(unannotated.size() << ' ' << with_two(modalities) << ' ' << with_two(makers) << ' '
                            << with_two(patients));
    CHECK(static_cast<double>(unannotated.size()) == Approx(8).margin(6));
    CHECK(static_cast<double>(with_two(modalities)) == Approx(6).margin(5));
    CHECK(static_cast<double>(with_two(makers)) == Approx(183).margin(40));
    CHECK(static_cast<double>(with_two(patients)) == Approx(2).margin(1));
}

TEST_CASE("identifiers cannot be taken for real ones") {
    for (const auto& record : parsed(whole({.encounters = 500}))) {
        REQUIRE(record.fields.at(4).starts_with("990000"));
        REQUIRE(record.fields.at(5).starts_with("980000"));
        REQUIRE(record.fields.at(28).starts_with("9"));
        REQUIRE(record.fields.at(28).size() == 7);
        REQUIRE(record.fields.at(4).size() <= 51);
    }
}

TEST_CASE("bad records come in the share that was asked for and leave the good ones as they are") {
    const FeedOptions clean{.encounters = 1'500, .seed = 3};
    FeedOptions dirty = clean;
    dirty.bad_records = 0.2;
    FeedGenerator generator(dirty);
    std::string good(FeedGenerator::header());
    std::string record;
    for (std::uint64_t bad = 0; generator.next(record); bad = generator.bad_records()) {
        if (generator.bad_records() == bad) good += record;
    }
    CHECK(good == whole(clean));
    const double share =
        static_cast<double>(generator.bad_records()) / static_cast<double>(generator.records());
    CHECK(share == Approx(0.2).margin(0.03));
}

TEST_CASE("each kind of bad record is told from the good ones, and no good one is lost with it") {
    const auto clean = fates(whole({.encounters = 1'000, .seed = 3}));
    const auto dirty = fates(whole({.encounters = 1'000, .seed = 3, .bad_records = 0.1}));
    CHECK(dirty.at("good") == clean.at("good"));
    for (const std::string reason : {"bad_date", "date_out_of_range", "missing_value", "key_too_long",
                                     "field_count", "bad_number", "number_out_of_range", "not_utf8",
                                     "nul_byte", "unknown_code", "bad_label_list", "malformed_quote"}) {
        INFO(reason);
        CHECK(dirty.count(reason) == 1);
    }
}

TEST_CASE("a feed can be bad throughout") {
    const auto counts = fates(whole({.encounters = 100, .bad_records = 1}));
    CHECK(counts.count("good") == 0);
    CHECK(counts.at("bad_date") > 20);
}
