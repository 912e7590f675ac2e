// A reference row that is removed beneath a running daemon is no record's fault.

#include "support/ingest_rig.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

std::string labelled(int number, const std::string& labels) {
    const auto id = std::to_string(6000 + number);
    return feed_line({.image = id + "_a.png",
                      .study = id,
                      .report_id = id,
                      .labels = labels,
                      .localizations = "['loc far side of the moon']"});
}

} // namespace

TEST_CASE("a term, a facility or a patient that is removed beneath the daemon is found again, and no record "
          "is blamed") {
    IngestRig rig;
    rig.replace(feed_header() + labelled(1, "['a sign that nobody knows', ' cardiomegaly']"));
    REQUIRE(rig.cycle().state == CycleState::worked);
    rig.sql().script("remove what the daemon has seen", R"(
        delete from ods.encounter_diagnoses;
        delete from ods.encounter_localizations;
        delete from ods.reports;
        delete from ods.procedures;
        delete from ods.encounters;
        delete from ods.patient_moves where patient_id <> (select patient_id from ods.patients order by birth_date limit 1);
        delete from ods.patients where patient_id <> (select patient_id from ods.patients order by birth_date limit 1);
        delete from ods.diagnosis_ancestors;
        delete from ods.diagnoses;
        delete from ods.localization_ancestors;
        delete from ods.localizations;
        delete from ods.facilities;)");
    for (int i = 2; i < 12; ++i) rig.append(labelled(i, "['a sign that nobody knows', ' cardiomegaly']"));
    const auto report = rig.cycle();
    CAPTURE(problem_of(report).what);
    CHECK(report.state == CycleState::worked);
    CHECK(rig.number("select count(*) from ingest.quarantine") == 0);
    CHECK(rig.number("select count(*) from ods.encounter_diagnoses") == 20);
    CHECK(rig.number("select count(*) from ods.encounter_localizations") == 10);
    note_proof("a reference row removed beneath a running daemon", 10,
               "written again, and the batch tried again: no record is quarantined", kTriedToGetItStuck);
}

TEST_CASE("a record is blamed for a missing reference only after they were read again") {
    IngestRig rig;
    rig.replace(feed_header() + labelled(1, "['normal']"));
    REQUIRE(rig.cycle().state == CycleState::worked);
    rig.sql().script("forbid one code",
                     "create table ods.forbidden (code text primary key); "
                     "insert into ods.forbidden select diagnosis_code from ods.diagnoses where "
                     "diagnosis_code <> 'cardiomegaly'; alter table ods.encounter_diagnoses add foreign "
                     "key (diagnosis_code) references ods.forbidden");
    rig.append(labelled(2, "['normal']") + labelled(3, "['cardiomegaly']"));
    CHECK(rig.cycle().state == CycleState::worked);
    CHECK(rig.value("select string_agg(reason || ' ' || sqlstate || ' ' || row_number, ',') from "
                    "ingest.quarantine") == "refused_by_database 23503 2");
    CHECK(rig.number("select count(*) from ods.encounters") == 2);
}
