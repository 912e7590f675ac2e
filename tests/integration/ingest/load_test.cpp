// How records of a growing feed become rows of the clinical store.

#include "support/ingest_rig.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

TEST_CASE("an empty database is migrated, seeded and loaded by the first cycle") {
    IngestRig rig;
    rig.replace(feed_header() + feed_line({}) + feed_line({.image = "9901_bbbbbb.png", .projection = "L"}));
    const auto report = rig.cycle();
    CAPTURE(problem_of(report));
    REQUIRE(report.state == CycleState::worked);
    CHECK(report.loaded == 2);
    CHECK(rig.number("select count(*) from ods.patients") == 50);
    CHECK(rig.value("select patient_id is not null and facility_id = 'HSJ' and encounter_date = '2014-09-15' "
                    "and not pediatric "
                    "from ods.encounters where encounter_id = '9901'") == "t");
    CHECK(rig.value("select string_agg(projection, ',' order by projection) from ods.procedures") == "L,PA");
    CHECK(rig.value("select report_text from ods.reports") == "sin hallazg patolog .");
    CHECK(rig.value("select string_agg(diagnosis_code, ',') from ods.encounter_diagnoses") == "normal");
    CHECK(rig.value("select byte_offset::text || ' ' || last_row from ingest.checkpoint") ==
          std::to_string(std::filesystem::file_size(rig.settings.feed.path)) + " 2");
}

TEST_CASE("an encounter whose images come in different cycles is one encounter with one patient") {
    IngestRig rig;
    rig.replace(feed_header() + feed_line({}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    const auto patient = rig.value("select patient_id from ods.encounters");
    rig.append(feed_line({.image = "9901_bbbbbb.png"}));
    rig.restart();
    REQUIRE(rig.cycle().loaded == 1);
    CHECK(rig.number("select count(*) from ods.encounters") == 1);
    CHECK(rig.number("select count(*) from ods.procedures") == 2);
    CHECK(rig.value("select patient_id from ods.encounters") == patient);
}

TEST_CASE("an idle cycle and a repeated start write nothing") {
    IngestRig rig;
    rig.replace(feed_header() + feed_line({}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    const auto before = rig.row_versions({"ods", "ingest", "dwh"});
    CHECK(rig.cycle().state == CycleState::idle);
    rig.restart();
    CHECK(rig.cycle().state == CycleState::idle);
    CHECK(rig.row_versions({"ods", "ingest", "dwh"}) == before);
}

TEST_CASE(
    "a later record corrects its study: changed rows only, vanished labels deleted, the encounter queued") {
    IngestRig rig;
    rig.replace(feed_header() +
                feed_line({.labels = "['pneumonia', ' cardiomegaly']", .localizations = "['loc basal']"}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    const auto image_version = rig.value("select xmin from ods.procedures");
    const auto report_version = rig.value("select xmin from ods.reports");
    rig.append(feed_line({.labels = "['cardiomegaly']", .localizations = "['loc basal', 'loc right']"}));
    const auto report = rig.cycle();
    CHECK(report.loaded == 1);
    CHECK(report.updated == 1);
    CHECK(rig.value("select string_agg(diagnosis_code, ',') from ods.encounter_diagnoses") == "cardiomegaly");
    CHECK(
        rig.value("select string_agg(localization_code, ',' order by 1) from ods.encounter_localizations") ==
        "basal,right");
    CHECK(rig.value("select xmin from ods.procedures") == image_version);
    CHECK(rig.value("select xmin from ods.reports") == report_version);
    CHECK(rig.value("select string_agg(diagnosis_code, ',') from dwh.bridge_encounter_diagnosis") ==
          "cardiomegaly");
}

TEST_CASE("the same bytes as a new generation write ledger and checkpoint, and nothing in the store") {
    IngestRig rig;
    const std::string feed =
        feed_header() + feed_line({}) + feed_line({.image = "9902_a.png", .study = "9902"});
    rig.replace(feed);
    REQUIRE(rig.cycle().loaded == 2);
    const auto before = rig.row_versions({"ods", "dwh"});
    rig.replace(feed_header());
    REQUIRE(rig.cycle().state == CycleState::idle);
    rig.append(feed.substr(feed_header().size()));
    const auto report = rig.cycle();
    CHECK(report.unchanged == 2);
    CHECK(report.loaded == 0);
    CHECK(rig.number("select generation from ingest.checkpoint") == 2);
    CHECK(rig.row_versions({"ods", "dwh"}) == before);
    CHECK(rig.number("select count(*) from ingest.change_queue") == 0);
}

TEST_CASE("a report id of two studies gives two reports") {
    IngestRig rig;
    rig.replace(feed_header() + feed_line({}) +
                feed_line({.image = "9902_a.png", .study = "9902", .report = " normal ."}));
    REQUIRE(rig.cycle().loaded == 2);
    CHECK(rig.number("select count(*) from ods.reports where report_id = '4000001'") == 2);
}

TEST_CASE("a label that the taxonomy does not know is added and flagged") {
    IngestRig rig;
    rig.replace(feed_header() + feed_line({.labels = "['Something New']"}));
    REQUIRE(rig.cycle().loaded == 1);
    CHECK(rig.value("select description || ' ' || in_taxonomy from ods.diagnoses where diagnosis_code = "
                    "'something-new'") == "Something New false");
    CHECK(rig.value("select diagnosis_code from ods.encounter_diagnoses") == "something-new");
}

TEST_CASE("missing labels are unknown, not normal") {
    IngestRig rig;
    rig.replace(feed_header() + feed_line({.labels = ""}));
    REQUIRE(rig.cycle().loaded == 1);
    CHECK(rig.number("select count(*) from ods.encounter_diagnoses") == 0);
    CHECK(rig.value("select finding_status from dwh.fact_encounter") == "unlabelled");
}

TEST_CASE("no patient identity of the source reaches the database") {
    IngestRig rig;
    rig.replace(
        feed_header() + feed_line({.patient = "55555777775555577777", .birth = "1931.0"}) +
        feed_line(
            {.image = "9902_a.png", .study = "9902", .date = "99991231", .patient = "55555777775555577777"}));
    REQUIRE(rig.cycle().quarantined == 1);
    CHECK(rig.value("select record like '%9902_a.png%' and record not like '%55555777775555577777%' and "
                    "record not like '%1930.0%' "
                    "from ingest.quarantine") == "t");
    for (const auto* schema : {"ods", "ingest", "dwh"}) {
        const auto tables =
            rig.sql().query("list tables",
                            "select format('%I.%I', schemaname, tablename) as name from pg_tables "
                            "where schemaname = $1",
                            {schema});
        for (const pg::Row row : tables) {
            const std::string table = row["name"].string();
            INFO(table);
            CHECK(rig.number("select count(*) from " + table +
                             " as t where t::text like '%55555777775555577777%'") == 0);
        }
    }
}
