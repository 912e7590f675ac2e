// Each check on a store that nobody touched, and on one in which one row was broken by hand.

#include "quality/check.h"
#include "support/ingest_rig.h"

#include <catch2/catch.hpp>

#include <map>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

struct Counts {
    std::int64_t checked = 0, failing = 0;
};

// Thirty studies of one image, one report and one label each; the first is normal. Nothing but the checks
// watches over them: what refers to what is left to the test.
struct Checked : IngestRig {
    Checked() {
        std::string text = feed_header();
        for (int i = 0; i < 30; ++i) {
            const auto id = std::to_string(9900 + i);
            text += feed_line({.image = id + "_a.png",
                               .study = id,
                               .report_id = id,
                               .labels = i == 0 ? "['normal']" : "['cardiomegaly']"});
        }
        replace(text);
        settle();
        sql().script("drop the constraints",
                     "do $$ declare found record; begin "
                     "for found in select conrelid::regclass as name, conname from pg_constraint where "
                     "contype in ('f', 'c') "
                     "and connamespace in ('ods'::regnamespace, 'dwh'::regnamespace) loop "
                     "execute format('alter table %s drop constraint %I', found.name, found.conname); end "
                     "loop; end $$");
    }

    Counts of(const quality::Check& check) {
        const auto result = sql().query("check " + std::string(check.name), check.sql);
        REQUIRE(result.columns().size() == 2);
        const pg::Row row = result.only();
        return {row["checked_rows"].integer(), row["failing_rows"].integer()};
    }
    Counts after(const std::string& change, const quality::Check& check) {
        sql().bare_script("break a row", "begin; " + change);
        const auto counts = of(check);
        sql().bare_script("mend it", "rollback");
        return counts;
    }
};

std::string of_image(const std::string& change) {
    return "update ods.procedures set " + change + " where encounter_id = '9903'";
}
std::string of_report(const std::string& change) {
    return "update ods.reports set " + change + " where encounter_id = '9903'";
}
std::string of_encounter(const std::string& change) {
    return "update ods.encounters set " + change + " where encounter_id = '9903'";
}
std::string of_fact(const std::string& change) {
    return "update dwh.fact_encounter set " + change + " where encounter_id = '9903'";
}

// What makes one row fail it, by the check's name.
const std::map<std::string_view, std::string>& breaks() {
    static const std::map<std::string_view, std::string> table{
        {"encounters_without_fact", "delete from dwh.fact_encounter where encounter_id = '9903'"},
        {"encounters_without_image", "delete from ods.procedures where encounter_id = '9903'"},
        {"encounters_without_label", "delete from ods.encounter_diagnoses where encounter_id = '9903'"},
        {"encounters_without_report", "delete from ods.reports where encounter_id = '9903'"},
        {"images_without_exposure",
         of_image(
             "exposure_mas = null, exposure_uas = null, tube_current_ma = null, exposure_time_ms = null, "
             "relative_exposure = null")},
        {"images_without_modality", of_image("modality = null")},
        {"images_without_projection", of_image("projection = null")},
        {"images_without_size", of_image("image_columns = null")},
        {"labels_without_concept", "update ods.diagnoses set cui = null where diagnosis_code = 'normal'"},
        {"records_in_quarantine", "insert into ingest.quarantine (feed, generation, byte_offset, length, "
                                  "row_number, reason, record_hash, status, "
                                  "batch_id, quarantined_at) values ('padchest', 1, 0, 1, 1, 'bad_date', "
                                  "decode(repeat('00', 16), 'hex'), 'open', 1, now())"},
        {"reports_without_label_method", of_report("label_method = null")},
        {"reports_without_text", of_report("report_text = ' '")},
        {"ages_above_110", of_fact("age_years = 111")},
        {"encounters_before_birth",
         "update ods.encounters as e set encounter_date = p.birth_date - 1 from ods.patients as p "
         "where p.patient_id = e.patient_id and e.encounter_id = '9903'"},
        {"encounters_in_the_future", of_encounter("encounter_date = current_date + 3")},
        {"encounters_normal_with_finding", "insert into ods.encounter_diagnoses (encounter_id, "
                                           "diagnosis_code) values ('9900', 'cardiomegaly')"},
        {"encounters_with_many_images",
         "insert into ods.procedures (encounter_id, procedure_id, procedure_name, record_hash, content_hash, "
         "source_generation, source_offset, updated_at) select encounter_id, 'copy ' || n, procedure_name, "
         "record_hash, "
         "content_hash, source_generation, source_offset, updated_at from ods.procedures, generate_series(1, "
         "20) as n "
         "where encounter_id = '9903'"},
        {"images_of_odd_exposure", of_image("exposure_time_ms = 10001")},
        {"images_of_odd_resolution", of_image("spatial_resolution_mm = 1.5")},
        {"images_of_odd_size", of_image("image_rows = 99")},
        {"images_of_odd_window", of_image("window_width = 0.5")},
        {"reports_with_few_words", of_report("report_text = 'un' ")},
        {"aggregates_of_other_count", "update dwh.agg_encounter set encounters = encounters + 1 where ctid = "
                                      "(select min(ctid) from dwh.agg_encounter)"},
        {"encounters_without_patient", of_encounter("patient_id = 'none'")},
        {"facts_of_other_count", "delete from dwh.fact_procedure where encounter_id = '9903'"},
        {"facts_without_date", of_fact("date_key = 18991231")},
        {"facts_without_encounter",
         "insert into dwh.fact_encounter select (jsonb_populate_record(f, '{\"encounter_id\": \"none\"}')).* "
         "from dwh.fact_encounter as f where encounter_id = '9903'"},
        {"facts_without_patient_version", of_fact("patient_key = 'none'")},
        {"images_of_other_bits", of_image("bits_stored = 32")},
        {"images_of_other_modality", of_image("modality = 'MR'")},
        {"images_of_other_photometry", of_image("photometric_interpretation = 'RGB'")},
        {"images_without_encounter", of_image("encounter_id = 'none'")},
        {"labels_outside_taxonomy",
         "update ods.diagnoses set in_taxonomy = false where diagnosis_code = 'normal'"},
        {"labels_without_term",
         "update ods.encounter_diagnoses set diagnosis_code = 'none' where encounter_id = '9903'"},
        {"reports_without_encounter", of_report("encounter_id = 'none'")},
        {"rows_after_checkpoint",
         of_encounter("source_offset = (select byte_offset from ingest.checkpoint)")},
    };
    return table;
}

} // namespace

TEST_CASE("each check passes a whole store and counts the one row that was broken") {
    Checked rig;
    for (const auto& check : quality::checks()) {
        INFO(check.category << "." << check.name);
        REQUIRE(breaks().count(check.name) == 1);
        const auto whole = rig.of(check);
        CHECK(whole.checked >= 1);
        CHECK(whole.failing == 0);
        const auto broken = rig.after(breaks().at(check.name), check);
        CHECK(broken.failing == 1);
        CHECK(broken.checked >= broken.failing);
    }
}

TEST_CASE("what waits for the warehouse is no difference to it") {
    Checked rig;
    const std::string waits =
        "; insert into ingest.change_queue (encounter_id, change_id, changed_at) values "
        "('9903', gen_random_uuid(), now()), ('none', gen_random_uuid(), now())";
    for (const auto& check : quality::checks()) {
        if (check.name != "encounters_without_fact" && check.name != "facts_without_encounter") continue;
        INFO(check.name);
        CHECK(rig.after(breaks().at(check.name) + waits, check).failing == 0);
    }
}
