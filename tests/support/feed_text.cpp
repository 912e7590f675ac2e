#include "support/feed_text.h"

#include <initializer_list>

namespace padchestd::tests {

namespace {

std::string quoted(std::string_view value) {
    if (value.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(value);
    std::string text = "\"";
    for (const char c : value) {
        if (c == '"') text += '"';
        text += c;
    }
    return text + '"';
}

std::string line(std::initializer_list<std::string_view> values) {
    std::string text;
    for (const std::string_view value : values) text += quoted(value) + ',';
    text.back() = '\n';
    return text;
}

} // namespace

std::string feed_header() {
    return ",ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,PatientBirth,PatientSex_DICOM,ViewPosition_"
           "DICOM,Projection,"
           "MethodProjection,Pediatric,Modality_DICOM,Manufacturer_DICOM,PhotometricInterpretation_DICOM,"
           "PixelRepresentation_DICOM,PixelAspectRatio_DICOM,SpatialResolution_DICOM,BitsStored_DICOM,"
           "WindowCenter_DICOM,"
           "WindowWidth_DICOM,Rows_DICOM,Columns_DICOM,XRayTubeCurrent_DICOM,Exposure_DICOM,ExposureInuAs_"
           "DICOM,ExposureTime,"
           "RelativeXRayExposure_DICOM,ReportID,Report,MethodLabel,Labels,Localizations,"
           "LabelsLocalizationsBySentence,labelCUIS,"
           "LocalizationsCUIS\n";
}

std::string feed_line(const FeedRow& row) {
    return line({"0",
                 row.image,
                 "0",
                 row.date,
                 row.study,
                 row.patient,
                 row.birth,
                 row.sex,
                 "POSTEROANTERIOR",
                 row.projection,
                 "Manual review of DICOM fields",
                 row.pediatric,
                 row.modality,
                 "ImagingDynamicsCompanyLtd",
                 "MONOCHROME2",
                 "0",
                 "['1', '1']",
                 "0.143",
                 "12",
                 "2047",
                 "4096",
                 row.rows,
                 "1200",
                 "200",
                 "5",
                 "5000",
                 "25",
                 "1.5",
                 row.report_id,
                 row.report,
                 row.label_method,
                 row.labels,
                 row.localizations,
                 "[]",
                 "[]",
                 "[]"});
}

} // namespace padchestd::tests
