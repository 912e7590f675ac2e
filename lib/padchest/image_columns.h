#pragma once
// The table of an image's columns: everything that there is to know of a column, in one row. What reads a
// cell, writes it to ods.procedures, hashes it and describes it comes from here; a row that lacks a part does
// not compile. A new column of the feed is a row at the end, a migration that adds it to ods.procedures, and
// scripts/data-dictionary (docs/architecture.md).

#include "clinical/image_column.h"
#include "clinical/study.h"
#include "padchest/number_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace padchestd::padchest {

enum class ValueForm {
    procedure_name, // made of the projection's code: padchest/procedure_name.h
    code,           // text of at most kMaxTextBytes
    integer,        // see padchest/number_text.h
    decimal,
};

enum class Presence {
    always,    // a header without it is refused
    sometimes, // a feed may lack it: then the values are missing. For columns that came later than the first
};

// Longest code of the real feed: 29 bytes (`Manual review of DICOM fields`).
inline constexpr std::size_t kMaxTextBytes = 128;

struct ImageColumn {
    std::string_view feed_column;
    std::string_view column; // of ods.procedures
    std::string_view sql_type;
    ValueForm form;
    clinical::NumberRange range; // of numbers, both ends allowed
    Presence presence;
    std::string_view unit;
    std::string_view doc;
};

inline constexpr clinical::NumberRange kNoRange{0, 0};

// Ranges are generous: they keep out what cannot be a radiograph (and would not fit the table's types), not
// what is rare. Above each, what the real feed holds. The order is part of every content hash: rows are added
// at the end only.
// clang-format off
inline constexpr auto kImageColumns = std::to_array<ImageColumn>({
    {"Projection", "procedure_name", "text", ValueForm::procedure_name, kNoRange, Presence::always, "",
     "Readable name made of projection and modality."},
    {"Modality_DICOM", "modality", "text", ValueForm::code, kNoRange, Presence::always, "",
     "Modality_DICOM: CR or DX."},
    {"Projection", "projection", "text", ValueForm::code, kNoRange, Presence::always, "",
     "Projection: PA, L, AP, AP_horizontal, COSTAL, EXCLUDE, UNK."},
    {"MethodProjection", "projection_method", "text", ValueForm::code, kNoRange, Presence::always, "",
     "How the projection was found: manual review of DICOM fields, or a model."},
    {"ViewPosition_DICOM", "view_position", "text", ValueForm::code, kNoRange, Presence::always, "",
     "ViewPosition_DICOM."},
    {"Manufacturer_DICOM", "manufacturer", "text", ValueForm::code, kNoRange, Presence::always, "",
     "Manufacturer_DICOM."},
    {"PhotometricInterpretation_DICOM", "photometric_interpretation", "text", ValueForm::code, kNoRange,
     Presence::always, "", "PhotometricInterpretation_DICOM."},
    // DICOM knows two: unsigned, and two's complement. 0.
    {"PixelRepresentation_DICOM", "pixel_representation", "smallint", ValueForm::integer, {0, 1},
     Presence::always, "", "PixelRepresentation_DICOM."},
    {"PixelAspectRatio_DICOM", "pixel_aspect_ratio", "text", ValueForm::code, kNoRange, Presence::always, "",
     "PixelAspectRatio_DICOM."},
    // From a tenth of a detector element to a centimetre. 0.1 to 0.2.
    {"SpatialResolution_DICOM", "spatial_resolution_mm", "numeric", ValueForm::decimal, {0.001, 10},
     Presence::always, "millimetres", "SpatialResolution_DICOM, millimetres."},
    // 10 to 12.
    {"BitsStored_DICOM", "bits_stored", "smallint", ValueForm::integer, {1, 32}, Presence::always, "",
     "BitsStored_DICOM."},
    // Grey values of up to 20 bits, after any linear rescaling. 511.5 to 3,754 and 513 to 4,095.
    {"WindowCenter_DICOM", "window_center", "numeric", ValueForm::decimal, {-1'000'000, 1'000'000},
     Presence::always, "", "WindowCenter_DICOM."},
    {"WindowWidth_DICOM", "window_width", "numeric", ValueForm::decimal, {0, 1'000'000}, Presence::always, "",
     "WindowWidth_DICOM."},
    // DICOM's unsigned short. 636 to 4,280 and 612 to 4,280.
    {"Rows_DICOM", "image_rows", "integer", ValueForm::integer, {1, 65'535}, Presence::always, "pixels",
     "Rows_DICOM, pixels."},
    {"Columns_DICOM", "image_columns", "integer", ValueForm::integer, {1, 65'535}, Presence::always, "pixels",
     "Columns_DICOM, pixels."},
    // Ten times what a diagnostic tube and generator give. 0 to 640 mA, 0 to 250 mAs, 500 to 250,000 µAs, 0 to
    // 1,000 ms.
    {"XRayTubeCurrent_DICOM", "tube_current_ma", "numeric", ValueForm::decimal, {0, 20'000}, Presence::always,
     "milliamperes", "XRayTubeCurrent_DICOM, milliamperes."},
    {"Exposure_DICOM", "exposure_mas", "numeric", ValueForm::decimal, {0, 20'000}, Presence::always,
     "milliampere-seconds", "Exposure_DICOM, milliampere-seconds."},
    {"ExposureInuAs_DICOM", "exposure_uas", "numeric", ValueForm::decimal, {0, 20'000'000}, Presence::always,
     "microampere-seconds", "ExposureInuAs_DICOM, microampere-seconds."},
    {"ExposureTime", "exposure_time_ms", "numeric", ValueForm::decimal, {0, 100'000}, Presence::always,
     "milliseconds", "ExposureTime, milliseconds."},
    // The makers' scales differ, and one of them is logarithmic. -4.65 to 43,911.
    {"RelativeXRayExposure_DICOM", "relative_exposure", "numeric", ValueForm::decimal, {-1'000'000, 1'000'000},
     Presence::always, "", "RelativeXRayExposure_DICOM; its scale depends on the maker."},
    // A folder's number. 0 to 54.
    {"ImageDir", "image_dir", "smallint", ValueForm::integer, {0, 32'767}, Presence::always, "",
     "ImageDir: the folder of the published images."},
});
// clang-format on

// The place in the table of a column of ods.procedures. Another name does not compile.
[[nodiscard]] consteval std::size_t index_of(std::string_view column) {
    std::size_t index = 0;
    while (kImageColumns.at(index).column != column) ++index;
    return index;
}

// How many of them every feed has: the first ones.
inline constexpr std::size_t kAlwaysPresent = static_cast<std::size_t>(
    std::count_if(kImageColumns.begin(), kImageColumns.end(),
                  [](const auto& column) { return column.presence == Presence::always; }));

namespace checks {

[[nodiscard]] consteval bool is_complete(const ImageColumn& column) {
    const bool is_number = column.form == ValueForm::integer || column.form == ValueForm::decimal;
    return !column.feed_column.empty() && !column.column.empty() && !column.sql_type.empty() &&
           !column.doc.empty() && (column.range.lowest < column.range.highest) == is_number &&
           column.doc.find(column.unit) != std::string_view::npos;
}

[[nodiscard]] consteval bool each_is_complete() {
    bool complete = true;
    for (const ImageColumn& column : kImageColumns) complete = complete && is_complete(column);
    return complete;
}

[[nodiscard]] consteval bool later_ones_come_last() {
    for (std::size_t i = 0; i < kImageColumns.size(); ++i) {
        if ((kImageColumns.at(i).presence == Presence::always) != (i < kAlwaysPresent)) return false;
    }
    return true;
}

static_assert(each_is_complete(),
              "a column lacks a part: names, type, doc line, a number's range, or the unit in its doc line");
static_assert(later_ones_come_last(), "columns that a feed may lack come after those that it always has");
static_assert(kImageColumns.size() <= clinical::kMostImageColumns, "raise clinical::kMostImageColumns");

} // namespace checks

struct FieldValue {
    clinical::OptionalText value;           // nothing where the cell is missing
    std::optional<clinical::Reason> reason; // then `value` means nothing
};

// Of a column of any form but procedure_name.
[[nodiscard]] FieldValue field_value(const ImageColumn& column, std::string_view cell, NumberReader& numbers);

// What the store knows of the columns, in the table's order.
[[nodiscard]] std::span<const clinical::ImageColumn> store_columns();

} // namespace padchestd::padchest
