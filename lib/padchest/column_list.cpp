#include "padchest/column_list.h"

#include "padchest/feed_columns.h"
#include "padchest/image_columns.h"

#include <algorithm>
#include <array>

namespace padchestd::padchest {

namespace {

using clinical::ColumnUse;

// clang-format off
constexpr std::array<std::string_view, 36> kPublicFile{
    "", columns::kImageId, "ImageDir", columns::kStudyDate, columns::kStudyId, columns::kPatientId,
    columns::kPatientBirth, columns::kPatientSex, "ViewPosition_DICOM", "Projection", "MethodProjection",
    columns::kPediatric, "Modality_DICOM", "Manufacturer_DICOM", "PhotometricInterpretation_DICOM",
    "PixelRepresentation_DICOM", "PixelAspectRatio_DICOM", "SpatialResolution_DICOM", "BitsStored_DICOM",
    "WindowCenter_DICOM", "WindowWidth_DICOM", "Rows_DICOM", "Columns_DICOM", "XRayTubeCurrent_DICOM",
    "Exposure_DICOM", "ExposureInuAs_DICOM", "ExposureTime", "RelativeXRayExposure_DICOM", columns::kReportId,
    columns::kReport, columns::kMethodLabel, columns::kLabels, columns::kLocalizations,
    "LabelsLocalizationsBySentence", "labelCUIS", "LocalizationsCUIS"};
// clang-format on

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

ColumnUse use_of(std::string_view name) {
    constexpr std::array kPerson{columns::kPatientId, columns::kPatientBirth, columns::kPatientSex};
    if (is_one_of(name, columns::of_study())) return ColumnUse::needed;
    if (is_one_of(name, kPerson)) return ColumnUse::optional;
    const auto column = std::find_if(kImageColumns.begin(), kImageColumns.end(),
                                     [&](const ImageColumn& one) { return one.feed_column == name; });
    if (column == kImageColumns.end()) return ColumnUse::unread;
    return column->presence == Presence::always ? ColumnUse::needed : ColumnUse::optional;
}

} // namespace

std::vector<clinical::FeedColumn> column_list() {
    std::vector<clinical::FeedColumn> list;
    list.reserve(kPublicFile.size());
    for (const auto name : kPublicFile) list.push_back({std::string(name), use_of(name)});
    for (const ImageColumn& column : kImageColumns) {
        if (!is_one_of(column.feed_column, kPublicFile))
            list.push_back({std::string(column.feed_column), use_of(column.feed_column)});
    }
    return list;
}

} // namespace padchestd::padchest
