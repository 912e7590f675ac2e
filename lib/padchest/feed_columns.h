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

// The above; image_columns.h has the others that are read.
[[nodiscard]] std::span<const std::string_view> of_study();

// Columns that are not read but hold nothing that names a person.
[[nodiscard]] std::span<const std::string_view> harmless();

} // namespace padchestd::padchest::columns
