// An encounter is never before its patient's birth: in the database, after moved dates and corrections.

#include "operation/audit.h"
#include "store/patient_history.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/recovery_proof.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string dated(int study, int image, const std::string& date) {
    const auto id = std::to_string(8000 + study);
    return feed_line(
        {.image = id + "_" + std::to_string(image) + ".png", .study = id, .date = date, .report_id = id});
}

constexpr const char* kEarly =
    "select count(*) from ods.encounters join ods.patients using (patient_id) where "
    "encounter_date < birth_date";

} // namespace

TEST_CASE("a record that moves a study to before its patient's birth gives it a patient who was born") {
    IngestRig rig;
    std::string text = feed_header();
    for (int i = 0; i < 30; ++i) text += dated(i, 1, "20200101");
    rig.replace(text);
    rig.settle();
    const auto before =
        rig.value("select count(*) from ods.encounters join ods.patients using (patient_id) where "
                  "birth_date > date '1985-01-01'");
    REQUIRE(std::stoi(before) > 0); // they would precede their birth
    const auto kept = rig.value(
        "select string_agg(encounter_id || patient_id, ',' order by encounter_id) from ods.encounters join "
        "ods.patients using (patient_id) where birth_date <= date '1985-01-01'");
    text.clear();
    for (int i = 0; i < 30; ++i) text += dated(i, 2, "19850101");
    rig.append(text);
    rig.settle();
    CHECK(rig.number(kEarly) == 0);
    CHECK(rig.value("select string_agg(encounter_id || patient_id, ',' order by encounter_id) from "
                    "ods.encounters join ods.patients "
                    "using (patient_id) where position(encounter_id || patient_id in '" +
                    kept + "') > 0") == kept);
    CHECK(flaws(rig.sql(), rig.settings) == "");

    // In one batch, and in many: the same patients.
    const auto patients =
        "select string_agg(encounter_id || patient_id, ',' order by encounter_id) from ods.encounters";
    const std::string all = read_file(rig.settings.feed.path);
    for (const std::uint64_t rows : {7U, 1000U}) {
        IngestRig other;
        other.settings.ingest.batch_rows = rows;
        other.replace(all);
        other.settle();
        CHECK(other.value(patients) == rig.value(patients));
    }
    note_proof("studies moved to before their patient's birth", 30,
               "each has a patient born by its date, the same "
               "wherever batches are cut",
               kTriedToGetItStuck);
}

TEST_CASE("a birth date corrected to after a study is refused, and one written by hand is found and mended") {
    IngestRig rig;
    rig.replace(feed_header() + dated(1, 1, "20140101"));
    rig.settle();
    const auto patient = rig.value("select patient_id from ods.encounters");
    CHECK_THROWS_AS(store::correct_patient(rig.sql(), patient, clinical::parse_iso_date("2014-01-02"),
                                           std::nullopt, "2026-01-01T00:00:00Z"),
                    util::Failure);
    store::correct_patient(rig.sql(), patient, clinical::parse_iso_date("2014-01-01"), std::nullopt,
                           "2026-01-01T00:00:00Z");
    CHECK(operation::audit(rig.sql(), rig.settings, padchest_mapping()).differences.empty());

    rig.sql().query("meddle", "update ods.patients set birth_date = '2015-01-01' where patient_id = $1",
                    {patient});
    const auto found = operation::audit(rig.sql(), rig.settings, padchest_mapping()).differences;
    REQUIRE(found.size() == 1);
    CHECK(found.front().starts_with("1 encounters precede their patient's birth, the first at byte "));
    rig.restart();
    rig.settle();
    CHECK(rig.number(kEarly) == 0);
    CHECK(operation::audit(rig.sql(), rig.settings, padchest_mapping()).differences.empty());
}
