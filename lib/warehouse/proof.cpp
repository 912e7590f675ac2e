#include "warehouse/proof.h"

#include "warehouse/sql.h"

#include <array>

namespace padchestd::warehouse {

namespace {

// From the start on, an empty key too: the store has none, but a row that somebody added may.
constexpr std::string_view kOfEncounters =
    "where (encounter_id > $1 or $1 = '') and ($2::text is null or encounter_id <= $2)";
constexpr std::string_view kOfMonths = "where month > $1::date and ($2::date is null or month <= $2::date)";
constexpr std::string_view kOfPatients =
    "where (patient_id > $1 or $1 = '') and ($2::text is null or patient_id <= $2)";

constexpr auto kEncounters = std::to_array<Proof>({
    {"fact_encounter", sql::verify_fact_encounter, kOfEncounters},
    {"fact_procedure", sql::verify_fact_procedure, kOfEncounters},
    {"bridge_encounter_diagnosis", sql::verify_bridge_encounter_diagnosis, kOfEncounters},
    {"fact_report", sql::verify_fact_report, kOfEncounters},
});

constexpr auto kMonths = std::to_array<Proof>({
    {"agg_encounter", sql::verify_agg_encounter, kOfMonths},
    {"agg_finding_status", sql::verify_agg_finding_status, kOfMonths},
    {"agg_procedure", sql::verify_agg_procedure, kOfMonths},
    {"agg_label_method", sql::verify_agg_label_method, kOfMonths},
    {"agg_report_cluster", sql::verify_agg_report_cluster, kOfMonths},
});

constexpr auto kYears = std::to_array<Proof>({
    {"agg_diagnosis", sql::verify_agg_diagnosis,
     "where year > $1::integer and ($2::integer is null or year <= $2::integer)"},
});

constexpr auto kDiagnoses = std::to_array<Proof>({
    {"agg_diagnosis_pair", sql::verify_agg_diagnosis_pair,
     "where (code_a > $1 or $1 = '') and ($2::text is null or code_a <= $2)"},
    {"agg_cluster_diagnosis", sql::verify_agg_cluster_diagnosis,
     "where (diagnosis_code > $1 or $1 = '') and ($2::text is null or diagnosis_code <= $2)"},
});

constexpr auto kPatients = std::to_array<Proof>({
    {"dim_patient", sql::verify_dim_patient, kOfPatients},
    {"agg_patient", sql::verify_agg_patient, kOfPatients},
});

// Small whatever the store.
constexpr auto kMembers = std::to_array<Proof>({
    {"dim_date", sql::verify_dim_date, {}},
    {"dim_facility", sql::verify_dim_facility, {}},
    {"dim_diagnosis", sql::verify_dim_diagnosis, {}},
    {"dim_diagnosis_ancestor", sql::verify_dim_diagnosis_ancestor, {}},
    {"dim_procedure", sql::verify_dim_procedure, {}},
    {"agg_studies", sql::verify_agg_studies, {}},
});

// Reads the stems of all reports: no index has them, and one would cost each batch.
constexpr auto kWords = std::to_array<Proof>({
    {"agg_keyword", sql::verify_agg_keyword, {}},
});

constexpr auto kSections = std::to_array<Section>({
    {"encounters", "", sql::cut_encounters, kEncounters},
    {"months", "-infinity", sql::cut_months, kMonths},
    {"years", "-4713", sql::cut_years, kYears}, // before the first year of a date
    {"diagnoses", "", sql::cut_diagnoses, kDiagnoses},
    {"patients", "", sql::cut_patients, kPatients},
    {"members", "", {}, kMembers},
    {"words", "", {}, kWords},
});

} // namespace

std::span<const Section> proof_sections() {
    return kSections;
}

KeyRange next_part(pg::Connection& connection, const Section& section, const std::string& after,
                   std::int64_t rows) {
    if (section.cut.empty()) return {after, std::nullopt};
    const pg::Result last = connection.query("cut a part of the proof", section.cut, {after, rows});
    if (last.empty()) return {after, std::nullopt};
    return {after, last.value().string()};
}

// One difference of the two sets is enough: as many rows more as one has of these, as many it has in all.
Difference compare(pg::Connection& connection, const Proof& proof, const KeyRange& range) {
    const std::string table = "dwh." + std::string(proof.table);
    const std::string held = "(select * from " + table + " " + std::string(proof.held) + ")";
    const std::string sql =
        "with rebuilt as materialized (\n" + std::string(proof.rebuilt) +
        ")\nselect (select count(*) from (table rebuilt except all " + held +
        ") as missing) as missing_rows,\n       (select count(*) from rebuilt) as rebuilt_rows,"
        "\n       (select count(*) from " +
        held + " as held) as held_rows";
    pg::Params bounds;
    if (!proof.held.empty()) bounds = {range.after, range.last};
    const pg::Result result = connection.query("verify " + table, sql, bounds);
    const pg::Row counts = result.only();
    const auto missing = counts["missing_rows"].integer();
    return {std::string(proof.table), missing,
            missing - counts["rebuilt_rows"].integer() + counts["held_rows"].integer()};
}

} // namespace padchestd::warehouse
