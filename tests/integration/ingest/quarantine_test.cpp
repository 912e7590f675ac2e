// Bad records: put aside with reason and position, while the rest of their batch lands.

#include "store/pause.h"
#include "support/ingest_rig.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

TEST_CASE(
    "a bad record goes to quarantine with reason, column and position, and the rest of its batch lands") {
    IngestRig rig;
    const auto good = feed_line({});
    rig.replace(feed_header() + good +
                feed_line({.image = "9902_a.png", .study = "9902", .date = "99991231"}) +
                feed_line({.image = "9903_a.png", .study = std::string(10'000, '9')}) + "one,two\n" +
                feed_line({.image = "9904_a.png", .study = "9904"}));
    const auto report = rig.cycle();
    CAPTURE(problem_of(report));
    CHECK(report.loaded == 2);
    CHECK(report.quarantined == 3);
    CHECK(rig.value(
              "select string_agg(concat_ws(':', row_number, reason, column_name), ' ' order by byte_offset) "
              "from ingest.quarantine") ==
          "1:date_out_of_range:StudyDate_DICOM 2:key_too_long:StudyID 3:field_count");
    CHECK(rig.number("select byte_offset from ingest.quarantine where row_number = 1") ==
          static_cast<long long>(feed_header().size() + good.size()));
    CHECK(rig.value("select end_offset - start_offset = header_bytes + loaded_bytes + quarantined_bytes from "
                    "ingest.batches") == "t");
    CHECK(rig.value("select string_agg(encounter_id, ',' order by encounter_id) from ods.encounters") ==
          "9901,9904");
}

TEST_CASE("what the database refuses is bisected: only the refused record is put aside") {
    IngestRig rig;
    rig.replace(feed_header());
    REQUIRE(rig.cycle().state == CycleState::idle);
    // A value that the transformation lets pass and this database does not take.
    rig.sql().script(
        "add a constraint",
        "alter table ods.procedures add constraint no_such_image check (procedure_id !~ 'refused')");
    std::string feed;
    for (int i = 0; i < 20; ++i) {
        const auto study = std::to_string(9900 + i);
        feed += feed_line({.image = study + (i == 7 || i == 12 ? "_refused.png" : "_a.png"), .study = study});
    }
    rig.append(feed);
    const auto report = rig.cycle();
    CAPTURE(problem_of(report));
    CHECK(report.loaded == 18);
    CHECK(report.quarantined == 2);
    CHECK(rig.value("select string_agg(concat_ws(':', row_number, reason, sqlstate), ' ' order by "
                    "row_number) from ingest.quarantine") ==
          "7:refused_by_database:23514 12:refused_by_database:23514");
    CHECK(rig.number("select count(*) from ods.encounters") == 18);
    CHECK(rig.number("select count(*) from dwh.fact_encounter") == 18);
}

TEST_CASE("a refusal that no record is to blame for stops the feed and passes nothing over") {
    IngestRig rig;
    rig.replace(feed_header() + feed_line({}));
    REQUIRE(rig.cycle().loaded == 1);
    rig.sql().script("break the schema", "alter table ods.procedures rename column modality to gone");
    rig.append(feed_line({.image = "9902_a.png", .study = "9902"}));
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(problem_of(report).what.find("42703") != std::string::npos);
    CHECK(rig.number("select count(*) from ingest.quarantine") == 0);
    CHECK(rig.number("select last_row from ingest.checkpoint") == 1);
    rig.sql().script("mend the schema", "alter table ods.procedures rename column gone to modality");
    CHECK(rig.cycle().loaded == 1);
}

TEST_CASE("a batch that is mostly rejected pauses the feed until an operator says go on") {
    IngestRig rig;
    rig.settings.ingest.breaker_min_rows = 10;
    std::string feed = feed_header();
    for (int i = 0; i < 20; ++i)
        feed += feed_line(
            {.image = "9901_" + std::to_string(i) + ".png", .date = i < 15 ? "gestern" : "20140101"});
    rig.replace(feed);
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::paused);
    CHECK(report.loaded == 0);
    CHECK(rig.number("select byte_offset from ingest.checkpoint") == 0);
    CHECK(rig.number("select count(*) from ingest.quarantine") == 0);
    CHECK(rig.cycle().state == CycleState::paused);
    rig.restart();
    CHECK(rig.cycle().state == CycleState::paused);
    REQUIRE(store::go_on(rig.sql(), rig.settings.feed.name, false));
    const auto after = rig.cycle();
    CHECK(after.loaded == 5);
    CHECK(after.quarantined == 15);
}

TEST_CASE("a later record of a quarantined key is noted, also where it changes nothing") {
    IngestRig rig;
    rig.replace(feed_header() + feed_line({}) + feed_line({.rows = "many"}));
    REQUIRE(rig.cycle().quarantined == 1);
    CHECK(rig.value("select later_encounter_offset from ingest.quarantine").empty());
    rig.append(feed_line({}));
    REQUIRE(rig.cycle().unchanged == 1);
    CHECK(
        rig.value("select later_encounter_offset > byte_offset and later_procedure_offset > byte_offset and "
                  "later_report_offset > byte_offset from ingest.quarantine") == "t");
}
