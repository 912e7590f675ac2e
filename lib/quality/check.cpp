#include "quality/check.h"

#include "quality/sql.h"

#include <array>

namespace padchestd::quality {

namespace {

constexpr auto kChecks = std::to_array<Check>({
    {"completeness", "encounters_without_fact", sql::completeness_encounters_without_fact},
    {"completeness", "encounters_without_image", sql::completeness_encounters_without_image},
    {"completeness", "encounters_without_label", sql::completeness_encounters_without_label},
    {"completeness", "encounters_without_report", sql::completeness_encounters_without_report},
    {"completeness", "images_without_exposure", sql::completeness_images_without_exposure},
    {"completeness", "images_without_modality", sql::completeness_images_without_modality},
    {"completeness", "images_without_projection", sql::completeness_images_without_projection},
    {"completeness", "images_without_size", sql::completeness_images_without_size},
    {"completeness", "labels_without_concept", sql::completeness_labels_without_concept},
    {"completeness", "records_in_quarantine", sql::completeness_records_in_quarantine},
    {"completeness", "reports_without_label_method", sql::completeness_reports_without_label_method},
    {"completeness", "reports_without_text", sql::completeness_reports_without_text},
    {"plausibility", "ages_above_110", sql::plausibility_ages_above_110},
    {"plausibility", "encounters_before_birth", sql::plausibility_encounters_before_birth},
    {"plausibility", "encounters_in_the_future", sql::plausibility_encounters_in_the_future},
    {"plausibility", "encounters_normal_with_finding", sql::plausibility_encounters_normal_with_finding},
    {"plausibility", "encounters_with_many_images", sql::plausibility_encounters_with_many_images},
    {"plausibility", "images_of_odd_exposure", sql::plausibility_images_of_odd_exposure},
    {"plausibility", "images_of_odd_resolution", sql::plausibility_images_of_odd_resolution},
    {"plausibility", "images_of_odd_size", sql::plausibility_images_of_odd_size},
    {"plausibility", "images_of_odd_window", sql::plausibility_images_of_odd_window},
    {"plausibility", "reports_with_few_words", sql::plausibility_reports_with_few_words},
    {"conformance", "aggregates_of_other_count", sql::conformance_aggregates_of_other_count},
    {"conformance", "encounters_without_patient", sql::conformance_encounters_without_patient},
    {"conformance", "facts_of_other_count", sql::conformance_facts_of_other_count},
    {"conformance", "facts_without_date", sql::conformance_facts_without_date},
    {"conformance", "facts_without_encounter", sql::conformance_facts_without_encounter},
    {"conformance", "facts_without_patient_version", sql::conformance_facts_without_patient_version},
    {"conformance", "images_of_other_bits", sql::conformance_images_of_other_bits},
    {"conformance", "images_of_other_modality", sql::conformance_images_of_other_modality},
    {"conformance", "images_of_other_photometry", sql::conformance_images_of_other_photometry},
    {"conformance", "images_without_encounter", sql::conformance_images_without_encounter},
    {"conformance", "labels_outside_taxonomy", sql::conformance_labels_outside_taxonomy},
    {"conformance", "labels_without_term", sql::conformance_labels_without_term},
    {"conformance", "reports_without_encounter", sql::conformance_reports_without_encounter},
    {"conformance", "rows_after_checkpoint", sql::conformance_rows_after_checkpoint},
});

} // namespace

std::string_view Check::description() const {
    constexpr std::string_view kComment = "-- ";
    return sql.substr(kComment.size(), sql.find('\n') - kComment.size());
}

std::span<const Check> checks() {
    return kChecks;
}

} // namespace padchestd::quality
