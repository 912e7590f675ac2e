#pragma once
// The names of PadChest's columns that mean something to the clinical store (docs/feed.md describes all of
// them).

#include <span>
#include <string_view>

namespace padchestd::padchest::columns {

inline constexpr std::string_view kImageId = "ImageID";
inline constexpr std::string_view kStudyId = "StudyID";
inline constexpr std::string_view kStudyDate = "StudyDate_DICOM";
inline constexpr std::string_view kPediatric = "Pediatric";
inline constexpr std::string_view kReportId = "ReportID";
inline constexpr std::string_view kReport = "Report";
inline constexpr std::string_view kMethodLabel = "MethodLabel";
inline constexpr std::string_view kLabels = "Labels";
inline constexpr std::string_view kLocalizations = "Localizations";

// Of the person: for the draw of a patient only, never stored, and a feed may lack them.
inline constexpr std::string_view kPatientId = "PatientID";
inline constexpr std::string_view kPatientBirth = "PatientBirth";
inline constexpr std::string_view kPatientSex = "PatientSex_DICOM";

// The ones above these three; image_columns.h has the others that are read.
[[nodiscard]] std::span<const std::string_view> of_study();

// Columns that are not read but hold nothing that names a person.
[[nodiscard]] std::span<const std::string_view> harmless();

} // namespace padchestd::padchest::columns
