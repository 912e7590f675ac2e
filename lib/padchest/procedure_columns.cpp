#include "padchest/procedure_columns.h"

#include "padchest/cell.h"

namespace padchestd::padchest {

namespace {

constexpr NumberRange kNone{0, 0};

// Ranges are generous: they keep out what cannot be a radiograph (and would not fit the table's types), not
// what is rare. Beside each, what the real feed holds.
constexpr std::array<ProcedureField, kProcedureFields> kFields{{
    {clinical::ProcedureColumn::modality, "Modality_DICOM", ValueForm::code, kNone},
    {clinical::ProcedureColumn::projection, "Projection", ValueForm::code, kNone},
    {clinical::ProcedureColumn::projection_method, "MethodProjection", ValueForm::code, kNone},
    {clinical::ProcedureColumn::view_position, "ViewPosition_DICOM", ValueForm::code, kNone},
    {clinical::ProcedureColumn::manufacturer, "Manufacturer_DICOM", ValueForm::code, kNone},
    {clinical::ProcedureColumn::photometric_interpretation, "PhotometricInterpretation_DICOM",
     ValueForm::code, kNone},
    // DICOM knows two: unsigned, and two's complement. 0.
    {clinical::ProcedureColumn::pixel_representation,
     "PixelRepresentation_DICOM",
     ValueForm::integer,
     {0, 1}},
    {clinical::ProcedureColumn::pixel_aspect_ratio, "PixelAspectRatio_DICOM", ValueForm::code, kNone},
    // From a tenth of a detector element to a centimetre. 0.1 to 0.2.
    {clinical::ProcedureColumn::spatial_resolution_mm,
     "SpatialResolution_DICOM",
     ValueForm::decimal,
     {0.001, 10}},
    {clinical::ProcedureColumn::bits_stored, "BitsStored_DICOM", ValueForm::integer, {1, 32}}, // 10 to 12
    // Grey values of up to 20 bits, after any linear rescaling. 511.5 to 3,754 and 513 to 4,095.
    {clinical::ProcedureColumn::window_center,
     "WindowCenter_DICOM",
     ValueForm::decimal,
     {-1'000'000, 1'000'000}},
    {clinical::ProcedureColumn::window_width, "WindowWidth_DICOM", ValueForm::decimal, {0, 1'000'000}},
    // DICOM's unsigned short. 636 to 4,280 and 612 to 4,280.
    {clinical::ProcedureColumn::image_rows, "Rows_DICOM", ValueForm::integer, {1, 65'535}},
    {clinical::ProcedureColumn::image_columns, "Columns_DICOM", ValueForm::integer, {1, 65'535}},
    // Ten times what a diagnostic tube and generator give. 0 to 640 mA, 0 to 250 mAs, 500 to 250,000 µAs, 0
    // to 1,000 ms.
    {clinical::ProcedureColumn::tube_current_ma, "XRayTubeCurrent_DICOM", ValueForm::decimal, {0, 20'000}},
    {clinical::ProcedureColumn::exposure_mas, "Exposure_DICOM", ValueForm::decimal, {0, 20'000}},
    {clinical::ProcedureColumn::exposure_uas, "ExposureInuAs_DICOM", ValueForm::decimal, {0, 20'000'000}},
    {clinical::ProcedureColumn::exposure_time_ms, "ExposureTime", ValueForm::decimal, {0, 100'000}},
    // The makers' scales differ, and one of them is logarithmic. -4.65 to 43,911.
    {clinical::ProcedureColumn::relative_exposure,
     "RelativeXRayExposure_DICOM",
     ValueForm::decimal,
     {-1'000'000, 1'000'000}},
    {clinical::ProcedureColumn::image_dir,
     "ImageDir",
     ValueForm::integer,
     {0, 32'767}}, // a folder's number. 0 to 54
}};

} // namespace

const std::array<ProcedureField, kProcedureFields>& procedure_fields() {
    return kFields;
}

FieldValue field_value(const ProcedureField& field, std::string_view cell) {
    const clinical::OptionalText value = value_of(cell);
    if (!value) return {std::nullopt, std::nullopt};
    if (field.form == ValueForm::code) {
        if (value->size() > kMaxTextBytes) return {std::nullopt, clinical::Reason::text_too_long};
        return {value, std::nullopt};
    }
    const NumberForm form = field.form == ValueForm::integer ? NumberForm::integer : NumberForm::decimal;
    const NumberText number = number_text(*value, form, field.range);
    return {number.text, number.reason};
}

} // namespace padchestd::padchest
