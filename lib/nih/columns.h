#pragma once
// The columns of NIH ChestX-ray14's table that are read, and those of ods.procedures that it gives
// (docs/feed-nih.md describes all of them). Two names of its header hold a comma, which no quotes enclose:
// `OriginalImage[Width,Height]` is two columns.

#include "clinical/image_column.h"

#include <array>
#include <span>
#include <string_view>

namespace padchestd::nih {

namespace columns {

inline constexpr std::string_view kImageIndex = "Image Index";
inline constexpr std::string_view kFindingLabels = "Finding Labels";
inline constexpr std::string_view kPatientAge = "Patient Age";
inline constexpr std::string_view kViewPosition = "View Position";
inline constexpr std::string_view kWidth = "OriginalImage[Width";
inline constexpr std::string_view kHeight = "Height]";
inline constexpr std::string_view kSpacingX = "OriginalImagePixelSpacing[x";
inline constexpr std::string_view kSpacingY = "y]";

inline constexpr std::array kRead{kImageIndex, kFindingLabels, kPatientAge, kViewPosition,
                                  kWidth,      kHeight,        kSpacingX,   kSpacingY};

// For the draw of a patient only, never stored, and a feed may lack them.
inline constexpr std::string_view kPatientId = "Patient ID";
inline constexpr std::string_view kPatientGender = "Patient Gender";

} // namespace columns

// What an image of it has, in the order of kImageColumns. The order is part of every content hash.
enum ImageValue : std::size_t { procedure_name, projection, view_position, resolution, rows, width };

inline constexpr std::array<clinical::ImageColumn, 6> kImageColumns{
    {{"procedure_name", "text", "", "Readable name made of projection and modality."},
     {"projection", "text", "", "Projection: PA, L, AP, AP_horizontal, COSTAL, EXCLUDE, UNK."},
     {"view_position", "text", "", "ViewPosition_DICOM."},
     {"spatial_resolution_mm", "numeric", "millimetres", "SpatialResolution_DICOM, millimetres."},
     {"image_rows", "integer", "pixels", "Rows_DICOM, pixels."},
     {"image_columns", "integer", "pixels", "Columns_DICOM, pixels."}}};

static_assert(kImageColumns.size() == width + 1);

} // namespace padchestd::nih
