#pragma once
// The columns of PadChest-GR's table that mean something to the clinical store (docs/feed-padchest-gr.md
// describes all of them).

#include "clinical/feed_column.h"

#include <array>
#include <string_view>
#include <vector>

namespace padchestd::padchest_gr {

namespace columns {

inline constexpr std::string_view kStudyId = "StudyID";
inline constexpr std::string_view kImageId = "ImageID";
inline constexpr std::string_view kLabel = "label";
inline constexpr std::string_view kBoxesCount = "boxes_count";
inline constexpr std::string_view kLocations = "locations";
inline constexpr std::string_view kProgression = "progression_status";
inline constexpr std::string_view kSentenceEn = "sentence_en";
inline constexpr std::string_view kSentenceEs = "sentence_es";
inline constexpr std::string_view kStudyDate = "StudyDate_DICOM";

inline constexpr std::array kNeeded{kStudyId,     kImageId,    kLabel,      kBoxesCount, kLocations,
                                    kProgression, kSentenceEn, kSentenceEs, kStudyDate};

// Read where they are there.
inline constexpr std::string_view kExtraBoxesCount = "extra_boxes_count";
inline constexpr std::string_view kBoxes = "boxes"; // of the published JSON, where somebody joined them
inline constexpr std::string_view kExtraBoxes = "extra_boxes";
inline constexpr std::string_view kPriorStudy = "prior_study"; // only whether there is one
inline constexpr std::string_view kInBenchmark = "study_is_benchmark";
inline constexpr std::string_view kInValidation = "study_is_validation";
inline constexpr std::string_view kSplit = "split";
inline constexpr std::string_view kLabelGroup = "label_group";
inline constexpr std::string_view kPlainStudyDate = "StudyDate";

// Of the person: for the draw of a patient only, never stored, and a feed may lack them.
inline constexpr std::string_view kPatientId = "PatientID";
inline constexpr std::string_view kPatientBirth = "PatientBirth";
inline constexpr std::string_view kPatientSex = "PatientSex_DICOM";
inline constexpr std::string_view kPatientAge = "PatientAge"; // below 18 is stored as encounters.pediatric

} // namespace columns

// All columns of the published table in its order, then those of the boxes.
[[nodiscard]] std::vector<clinical::FeedColumn> column_list();

} // namespace padchestd::padchest_gr
