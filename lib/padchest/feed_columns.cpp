#include "padchest/feed_columns.h"

#include <array>

namespace padchestd::padchest::columns {

namespace {

constexpr std::array kOfStudy{kImageId, kStudyDate,   kStudyId, kPediatric,    kReportId,
                              kReport,  kMethodLabel, kLabels,  kLocalizations};

// The first column's name is empty: a row number. PatientID and PatientBirth are absent by intent.
constexpr std::array<std::string_view, 5> kHarmless{"", "PatientSex_DICOM", "LabelsLocalizationsBySentence",
                                                    "labelCUIS", "LocalizationsCUIS"};

} // namespace

std::span<const std::string_view> of_study() {
    return kOfStudy;
}

std::span<const std::string_view> harmless() {
    return kHarmless;
}

} // namespace padchestd::padchest::columns
