#include "warehouse/star.h"

#include "warehouse/sql.h"

namespace padchestd::warehouse {

namespace {

std::vector<DerivedTable> facts() {
    return {
        {.name = "dwh.fact_encounter",
         .member = "encounter_id",
         .key = {"encounter_id"},
         .values = {"patient_key", "date_key", "facility_id", "age_years", "age_group", "procedures",
                    "diagnoses", "finding_status", "has_report"},
         .rows = sql::derive_fact_encounter,
         .drop = sql::drop_fact_encounter},
        {.name = "dwh.fact_procedure",
         .member = "encounter_id",
         .key = {"encounter_id", "procedure_id"},
         .values = {"procedure_key", "date_key"},
         .rows = sql::derive_fact_procedure,
         .drop = sql::drop_fact_procedure},
        {.name = "dwh.bridge_encounter_diagnosis",
         .member = "encounter_id",
         .key = {"encounter_id", "diagnosis_code"},
         .values = {"labels"},
         .rows = sql::derive_bridge,
         .drop = sql::drop_bridge},
        {.name = "dwh.fact_report",
         .member = "encounter_id",
         .key = {"encounter_id", "report_id"},
         .values = {"label_method", "stems", "cluster"},
         .rows = sql::derive_fact_report,
         .drop = sql::drop_fact_report},
    };
}

std::vector<Aggregate> aggregates() {
    return {
        {.name = "dwh.agg_encounter",
         .key = {"month", "age_group", "sex"},
         .types = {"date", "text", "text"},
         .count = "encounters",
         .contributions = sql::count_encounters},
        {.name = "dwh.agg_diagnosis",
         .key = {"year", "age_group", "sex", "diagnosis_code"},
         .types = {"integer", "text", "text", "text"},
         .count = "encounters",
         .contributions = sql::count_diagnoses},
        {.name = "dwh.agg_diagnosis_pair",
         .key = {"code_a", "code_b"},
         .types = {"text", "text"},
         .count = "encounters",
         .contributions = sql::count_pairs},
        {.name = "dwh.agg_finding_status",
         .key = {"month", "finding_status"},
         .types = {"date", "text"},
         .count = "encounters",
         .contributions = sql::count_finding_status},
        {.name = "dwh.agg_procedure",
         .key = {"month", "procedure_key"},
         .types = {"date", "text"},
         .count = "procedures",
         .contributions = sql::count_procedures},
        {.name = "dwh.agg_label_method",
         .key = {"month", "label_method"},
         .types = {"date", "text"},
         .count = "reports",
         .contributions = sql::count_label_methods},
        {.name = "dwh.agg_keyword",
         .key = {"stem"},
         .types = {"text"},
         .count = "reports",
         .contributions = sql::count_keywords},
        {.name = "dwh.agg_report_cluster",
         .key = {"month", "cluster", "label_method"},
         .types = {"date", "integer", "text"},
         .count = "encounters",
         .contributions = sql::count_report_clusters},
        {.name = "dwh.agg_cluster_diagnosis",
         .key = {"cluster", "diagnosis_code"},
         .types = {"integer", "text"},
         .count = "encounters",
         .contributions = sql::count_cluster_diagnoses},
    };
}

Star made() {
    return {
        .dates = {.name = "dwh.dim_date",
                  .key = {"date_key"},
                  .values = {"date", "year", "quarter", "month", "day", "iso_weekday", "month_start"},
                  .rows = sql::derive_dates,
                  .drop = sql::drop_dates},
        .patients = {.name = "dwh.dim_patient",
                     .member = "patient_id",
                     .key = {"patient_key"},
                     .values = {"patient_id", "sex", "birth_date", "location", "valid_from", "valid_to",
                                "is_current"},
                     .rows = sql::derive_patients,
                     .drop = sql::drop_patients},
        .facilities = {.name = "dwh.dim_facility",
                       .member = "facility_id",
                       .key = {"facility_id"},
                       .values = {"name"},
                       .rows = sql::derive_facilities,
                       .drop = sql::drop_facilities},
        .diagnoses = {.name = "dwh.dim_diagnosis",
                      .member = "diagnosis_code",
                      .key = {"diagnosis_code"},
                      .values = {"description", "cui", "kind", "in_taxonomy"},
                      .rows = sql::derive_diagnoses,
                      .drop = sql::drop_diagnoses},
        .ancestors = {.name = "dwh.dim_diagnosis_ancestor",
                      .member = "diagnosis_code",
                      .key = {"diagnosis_code", "ancestor_code"},
                      .values = {},
                      .rows = sql::derive_ancestors,
                      .drop = sql::drop_ancestors},
        .procedure_kinds = {.name = "dwh.dim_procedure",
                            .key = {"procedure_key"},
                            .values = {"modality", "projection", "view_position", "manufacturer"},
                            .rows = sql::derive_procedures},
        .facts = facts(),
        .aggregates = aggregates(),
        .studies_of_patients = {.name = "dwh.agg_patient",
                                .key = {"patient_id"},
                                .types = {"text"},
                                .count = "studies",
                                .contributions = sql::count_studies},
        .studies = {.name = "dwh.agg_studies",
                    .key = {"sex", "studies"},
                    .types = {"text", "bigint"},
                    .count = "patients",
                    .contributions = sql::count_pool},
    };
}

} // namespace

const Star& star() {
    static const Star instance = made();
    return instance;
}

} // namespace padchestd::warehouse
