// The circuit breaker: a feed that it paused says why, goes on when it was mended, and never stays paused
// without an operator's way out.

#include "operation/status.h"
#include "store/pause.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

struct Shape {
    std::string date = "20140101";
    std::string labels = "['normal']";
    int images = 1; // a study
};

std::string records(int from, int to, const Shape& shape) {
    std::string text;
    for (int i = from; i < to; ++i) {
        const auto study = std::to_string(9900 + i / shape.images);
        text += feed_line({.image = study + '_' + std::to_string(i) + ".png",
                           .study = study,
                           .date = shape.date,
                           .report_id = std::to_string(400'000 + i / shape.images),
                           .labels = shape.labels});
    }
    return text;
}

const Shape kGood;
const Shape kBad{.date = "gestern!"}; // as long as a date

IngestRig& with_small_batches(IngestRig& rig) {
    rig.settings.ingest.breaker_min_rows = 10;
    return rig;
}

} // namespace

TEST_CASE("a paused feed that is replaced by a good one is read without an operator") {
    IngestRig rig;
    with_small_batches(rig).replace(feed_header() + records(0, 20, kBad));
    REQUIRE(rig.cycle().state == CycleState::paused);
    rig.replace(feed_header() + records(0, 20, kGood) + records(20, 25, {.date = "20150101"}));
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::worked);
    CHECK(report.loaded == 25);
    CHECK(rig.number("select count(*) from ingest.pause_reasons") == 0);
    note_proof("a paused feed replaced by a good file", 1, "read at the next tick, without an operator",
               kTriedToGetItStuck);
}

TEST_CASE("a paused feed that is mended after the read position is read without an operator") {
    IngestRig rig;
    const auto good = feed_header() + records(0, 20, kGood);
    with_small_batches(rig).replace(good);
    REQUIRE(rig.cycle().loaded == 20);
    rig.append(records(20, 40, kBad));
    REQUIRE(rig.cycle().state == CycleState::paused);
    rig.append(records(40, 45, kGood)); // more of it is no repair
    REQUIRE(rig.cycle().state == CycleState::paused);
    SECTION("in place") {
        rig.replace(good + records(20, 45, kGood));
        const auto report = rig.cycle();
        CHECK(report.state == CycleState::worked);
        CHECK(report.loaded == 25);
    }
    SECTION("by taking the bad records away") {
        rig.replace(good);
        CHECK(rig.cycle().state == CycleState::idle);
        rig.append(records(20, 40, kGood));
        CHECK(rig.cycle().loaded == 20);
    }
    CHECK(rig.value("select paused_reason from ingest.checkpoint").empty());
    note_proof("a paused feed mended in place, or cut to what was read", 1,
               "read at the next tick, without an operator", kTriedToGetItStuck);
}

TEST_CASE("an operator's word for one generation does not let a bad one after it pass") {
    IngestRig rig;
    with_small_batches(rig).replace(feed_header() + records(0, 60, kBad));
    REQUIRE(rig.cycle().state == CycleState::paused);
    REQUIRE(store::go_on(rig.sql(), rig.settings.feed.name, false)); // of the first file, which is longer
    const auto second = feed_header() + records(0, 20, {.date = "heute"});
    rig.replace(second);
    REQUIRE(rig.cycle().state == CycleState::paused); // nothing was read: the same generation, and as bad
    REQUIRE(store::go_on(rig.sql(), rig.settings.feed.name, false));
    CHECK(rig.number("select go_on_until from ingest.checkpoint") == static_cast<long long>(second.size()));
    CHECK(rig.cycle().quarantined == 20); // what the operator saw
    rig.append(records(20, 40, {.date = "morgen"}));
    CHECK(rig.cycle().state == CycleState::paused);
    note_proof("`feed go-on` after the paused file was replaced by a shorter bad one", 1,
               "lets pass what the operator saw, and no byte of the batch after it", kTriedToGetItStuck);
}

TEST_CASE("a paused feed tells reasons, counts and positions of what was rolled back") {
    IngestRig rig;
    with_small_batches(rig).replace(feed_header() + records(0, 2, kGood) + records(2, 14, kBad) +
                                    "one,two\n" +
                                    feed_line({.image = "9999_a.png", .study = std::string(10'000, '9')}));
    const auto report = rig.cycle();
    REQUIRE(report.state == CycleState::paused);
    const std::string why = "14 of 16 records were rejected: 12 bad_date in StudyDate_DICOM "
                            "(rows 3, 4, 5), 1 field_count (row 15), 1 key_too_long in StudyID (row 16)";
    CHECK(problem_of(report).what == "the feed is paused: " + why);
    CHECK(problem_of(report).hint.find("padchestd feed status") != std::string::npos);
    CHECK(report.lag_bytes > 10'000);
    CHECK(rig.number("select count(*) from ingest.quarantine") == 0);

    const auto status = operation::read_status(rig.settings, rig.clock);
    CHECK(status.feed.paused_reason == why);
    const auto json = nlohmann::json::parse(operation::status_json(status)).at("feed");
    REQUIRE(json.at("pause_reasons").size() == 3);
    const auto& first = json.at("pause_reasons").at(0);
    CHECK(first.at("reason") == "bad_date");
    CHECK(first.at("records") == 12);
    CHECK(first.at("first").size() == 3);
    CHECK(first.at("first").at(0).at("byte_offset") == (feed_header() + records(0, 2, kGood)).size());
}

TEST_CASE("a batch that differs much from the feed so far is held back, with the reason") {
    IngestRig rig;
    rig.replace(feed_header() + records(0, 1'000, kGood));
    REQUIRE(rig.cycle().loaded == 1'000);
    rig.restart(); // the history is the database's, not the daemon's
    SECTION("labels that are lost") {
        rig.append(records(1'000, 1'200, {.labels = "[]"}));
        const auto report = rig.cycle();
        CHECK(report.state == CycleState::paused);
        CHECK(problem_of(report).what ==
              "the feed is paused: 200 of 200 images have no label, 0.0 % so far (rows 1001, 1002, 1003)");
    }
    SECTION("studies whose ids were rounded") {
        rig.append(records(1'000, 1'200, {.images = 50}));
        const auto report = rig.cycle();
        CHECK(report.state == CycleState::paused);
        CHECK(problem_of(report).what == "the feed is paused: 50.0 images a study, 1.0 so far; the largest "
                                         "study has 50 (rows 1001, 1002, 1003)");
    }
    CHECK(rig.number("select count(*) from ods.procedures") == 1'000);
    REQUIRE(store::go_on(rig.sql(), rig.settings.feed.name, false));
    CHECK(rig.cycle().records == 200);
    CHECK(rig.number("select count(*) from ods.procedures") == 1'200);
    note_proof("a batch without labels, or with 50 images a study, after 1000 ordinary records", 1,
               "held back with the figures; an operator can let it go on", kTriedToGetItStuck);
}
