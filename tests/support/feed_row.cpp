#include "support/feed_row.h"

namespace padchestd::tests {

feed::CsvHeader padchest_header() {
    return {{},
            {"",
             "ImageID",
             "ImageDir",
             "StudyDate_DICOM",
             "StudyID",
             "PatientID",
             "PatientBirth",
             "PatientSex_DICOM",
             "ViewPosition_DICOM",
             "Projection",
             "MethodProjection",
             "Pediatric",
             "Modality_DICOM",
             "Manufacturer_DICOM",
             "PhotometricInterpretation_DICOM",
             "PixelRepresentation_DICOM",
             "PixelAspectRatio_DICOM",
             "SpatialResolution_DICOM",
             "BitsStored_DICOM",
             "WindowCenter_DICOM",
             "WindowWidth_DICOM",
             "Rows_DICOM",
             "Columns_DICOM",
             "XRayTubeCurrent_DICOM",
             "Exposure_DICOM",
             "ExposureInuAs_DICOM",
             "ExposureTime",
             "RelativeXRayExposure_DICOM",
             "ReportID",
             "Report",
             "MethodLabel",
             "Labels",
             "Localizations",
             "LabelsLocalizationsBySentence",
             "labelCUIS",
             "LocalizationsCUIS"}};
}

Row plain_row() {
    return {{"", "17"},
            {"ImageID", "700100_abc.png"},
            {"ImageDir", "3"},
            {"StudyDate_DICOM", "20140915"},
            {"StudyID", "700100"},
            {"PatientID", "900900900"},
            {"PatientBirth", "1930.0"},
            {"PatientSex_DICOM", "F"},
            {"ViewPosition_DICOM", "POSTEROANTERIOR"},
            {"Projection", "PA"},
            {"MethodProjection", "Manual review of DICOM fields"},
            {"Pediatric", "No"},
            {"Modality_DICOM", "CR"},
            {"Manufacturer_DICOM", "ImagingDynamicsCompanyLtd"},
            {"PhotometricInterpretation_DICOM", "MONOCHROME2"},
            {"PixelRepresentation_DICOM", "0"},
            {"PixelAspectRatio_DICOM", "['1', '1']"},
            {"SpatialResolution_DICOM", "0.143"},
            {"BitsStored_DICOM", "12"},
            {"WindowCenter_DICOM", "2.0470e+03"},
            {"WindowWidth_DICOM", "4095"},
            {"Rows_DICOM", "2500"},
            {"Columns_DICOM", "2048"},
            {"XRayTubeCurrent_DICOM", "200"},
            {"Exposure_DICOM", "5"},
            {"ExposureInuAs_DICOM", "5000"},
            {"ExposureTime", "20"},
            {"RelativeXRayExposure_DICOM", "-1.42"},
            {"ReportID", "5000001"},
            {"Report", " sin hallazg . "},
            {"MethodLabel", "Physician"},
            {"Labels", "['COPD signs', ' cardiomegaly', '', 'COPD signs']"},
            {"Localizations", "['loc right', 'loc cardiac ']"},
            {"LabelsLocalizationsBySentence", "[['COPD signs', nan]]"},
            {"labelCUIS", "['C0024117'\n 'C0018800']"},
            {"LocalizationsCUIS", "['C0444532' 'C1522601']"}};
}

ParsedRow::ParsedRow(const feed::CsvHeader& header, const Row& row) {
    cells_.reserve(header.names.size());
    for (const std::string& name : header.names) {
        const auto cell = row.find(name);
        cells_.push_back(cell == row.end() ? std::string() : cell->second);
        bytes_ += (fields_.empty() ? "\"" : ",\"") + cells_.back() + '"';
        fields_.emplace_back(cells_.back());
    }
    bytes_ += '\n';
    record_.bytes = bytes_;
    record_.fields = fields_;
    record_.length = bytes_.size();
    record_.start = {1000, 17};
}

} // namespace padchestd::tests
