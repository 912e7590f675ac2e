// The checks of OHDSI's Data Quality Dashboard on the schema omop (scripts/check-omop-quality). Skipped where
// its definitions or the renderer of its SQL cannot be had.

#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/shell.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

ShellEnd check_quality(const IngestRig& rig) {
    return shell(rig.folder, "PADCHESTD_POSTGRES__CONNINFO='" + rig.settings.postgres.conninfo + "' '" +
                                 source("scripts/check-omop-quality").string() + "'");
}

} // namespace

TEST_CASE(
    "the OMOP views of a small feed fail no check of the Data Quality Dashboard without a reason, and a "
    "fault of theirs is found") {
    IngestRig rig;
    rig.settings.patients.count = 1; // a person of the pool without a study is no fault
    rig.replace(feed_header() +
                feed_line({.image = "1_a.png", .study = "1", .labels = "['pneumonia', 'normal']"}) +
                feed_line({.image = "2_a.png",
                           .study = "2",
                           .report_id = "4000002",
                           .label_method = "RNN_model",
                           .labels = "['unchanged', 'cardiomegaly']"}));
    rig.settle();
    const auto whole = check_quality(rig);
    if (whole.output.find("the download failed") != std::string::npos)
        return skip("the Data Quality Dashboard is not here: GitHub or PyPI cannot be reached");
    INFO(whole.output);
    CHECK(whole.well);
    CHECK(whole.output.find(", 0 error; 0 without a known reason") != std::string::npos);
    rig.sql().script("lose the sexes, and have a study in the future",
                     "delete from omop.concept where concept_id in (8507, 8532); update ods.encounters set "
                     "encounter_date = '2049-01-01' where encounter_id = '1'");
    const auto broken = check_quality(rig);
    CHECK_FALSE(broken.well);
    INFO(broken.output);
    CHECK(broken.output.find("failed: plausibleValueHigh visit_occurrence.visit_start_date: 1 of 2 rows") !=
          std::string::npos);
    CHECK(broken.output.find("failed: isForeignKey person.gender_concept_id: 1 of 1 rows") !=
          std::string::npos);
}
