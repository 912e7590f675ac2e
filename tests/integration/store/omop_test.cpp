// The OMOP views over a small feed: which rows there are, that they refer to each other, and that a number,
// once given, stays with its row.

#include "support/ingest_rig.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string small_feed() {
    return feed_header() +
           feed_line({.image = "1_a.png",
                      .study = "1",
                      .report_id = "4000001",
                      .labels = "['pneumonia', 'normal']"}) +
           feed_line({.image = "1_b.png",
                      .study = "1",
                      .projection = "L",
                      .report_id = "4000001",
                      .labels = "['pneumonia', 'normal']"}) +
           feed_line({.image = "2_a.png",
                      .study = "2",
                      .report_id = "4000002",
                      .label_method = "RNN_model",
                      .labels = "['cardiomegaly', 'unchanged']",
                      .localizations = "['loc basal', 'loc right']"}) +
           feed_line(
               {.image = "3_a.png", .study = "3", .report_id = "4000003", .report = "", .labels = "[]"});
}

IngestRig& loaded(IngestRig& rig) {
    rig.replace(small_feed());
    rig.settle();
    return rig;
}

// Every number that the views give, with what it was given to.
std::string numbers(IngestRig& rig) {
    return rig.value("select string_agg(line, ' ' order by line) from ("
                     "select 'v ' || encounter_id || ' ' || number as line from ods.encounters union all "
                     "select 'i ' || procedure_id || ' ' || number from ods.procedures union all "
                     "select 'r ' || report_id || ' ' || number from ods.reports union all "
                     "select 'l ' || encounter_id || diagnosis_code || ' ' || number from "
                     "ods.encounter_diagnoses union all "
                     "select 'p ' || patient_id || ' ' || number from ods.patients) as lines");
}

constexpr const char* kConditions =
    "select string_agg(condition_source_value || ' ' || condition_concept_id, ', ' order by "
    "condition_source_value collate \"C\") from omop.condition_occurrence";

} // namespace

TEST_CASE("the OMOP views hold each study, image, report with a text and label once") {
    IngestRig rig;
    loaded(rig);
    CHECK(rig.number("select count(*) from omop.person") == rig.number("select count(*) from ods.patients"));
    CHECK(rig.number("select count(*) from omop.observation_period") ==
          rig.number("select count(distinct patient_id) from ods.encounters"));
    CHECK(rig.number("select count(*) from omop.visit_occurrence") == 3);
    CHECK(rig.number("select count(*) from omop.procedure_occurrence") == 4);
    CHECK(rig.number("select count(*) from omop.image_occurrence") == 4);
    CHECK(rig.number("select count(*) from omop.condition_occurrence") == 2);
    CHECK(rig.number("select count(*) from omop.observation") == 2);
    CHECK(rig.number("select count(*) from omop.note") == 2);
    CHECK(rig.number("select count(*) from omop.note_nlp") == 2);
    CHECK(rig.number("select count(*) from omop.image_feature") == 4);
    CHECK(rig.number("select count(*) from omop.fact_relationship") == 8);
    CHECK(rig.number("select count(*) from omop.care_site") == 1);
    CHECK(rig.number("select count(*) from omop.cdm_source where cdm_version_concept_id = 756265") == 1);
    CHECK(rig.number("select count(*) from omop.death") == 0);
    CHECK(rig.number("select count(*) from omop.measurement") ==
          rig.number("select sum(num_nonnulls(tube_current_ma, exposure_mas, exposure_uas, exposure_time_ms, "
                     "relative_exposure)) from ods.procedures"));
    CHECK(rig.value("select string_agg(distinct nlp_system, ' ') from omop.note_nlp") == "RNN_model");
    CHECK(rig.value("select max(term_modifiers) from omop.note_nlp") != "");
}

TEST_CASE("a label's source value in OMOP is its CUI, and its concept follows a mapping at once") {
    IngestRig rig;
    loaded(rig);
    CHECK(rig.value(kConditions) == "C0018800 0, C0032285 0");
    rig.sql().script(
        "map", "insert into omop.concept values (9000001, 'a concept', 'Condition', 'UMLS', 'Undefined',"
               " 'S', 'x', '1970-01-01', '2099-12-31');"
               "insert into omop.source_to_concept_map values"
               " ('C0032285', 0, 'UMLS', null, 9000001, 'UMLS', '1970-01-01', '2099-12-31'),"
               " ('C0018800', 0, 'UMLS', null, 9000002, 'UMLS', '1970-01-01', '2099-12-31')");
    // The second target is not among the concepts: it stays unmapped.
    CHECK(rig.value(kConditions) == "C0018800 0, C0032285 9000001");
    rig.sql().script("map twice",
                     "insert into omop.source_to_concept_map values ('C0032285', 0, 'UMLS', null, 0,"
                     " 'UMLS', '1970-01-01', '2099-12-31'), ('C0032285', 0, 'UMLS', null, 8507,"
                     " 'UMLS', '1970-01-01', '2099-12-31')");
    CHECK(rig.number("select count(*) from omop.condition_occurrence") == 2);
}

TEST_CASE("an OMOP number stays with its row when the row changes, and goes to no other") {
    IngestRig rig;
    const auto before = numbers(loaded(rig));
    rig.append(feed_line({.image = "1_a.png",
                          .study = "1",
                          .date = "20140916",
                          .report_id = "4000001",
                          .report = " nuev .",
                          .labels = "['pneumonia', 'normal']"}));
    rig.settle();
    CHECK(rig.value("select encounter_date from ods.encounters where encounter_id = '1'") == "2014-09-16");
    CHECK(numbers(rig) == before);
    rig.append(feed_line({.image = "1_c.png",
                          .study = "1",
                          .date = "20140916",
                          .report_id = "4000001",
                          .report = " nuev .",
                          .labels = "['cardiomegaly', 'normal']"}));
    rig.settle();
    CHECK(before.find("l 1cardiomegaly") == std::string::npos);
    CHECK(rig.number(
              "select count(*) from ods.encounter_diagnoses where encounter_id = '1' and number <= 4") == 1);
    CHECK(rig.number("select count(distinct number) - count(*) from ods.encounter_diagnoses") == 0);
}
