#include "simulator/row.h"

namespace padchestd::simulator {

std::string_view header_line() {
    return ",ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,PatientBirth,PatientSex_DICOM,ViewPosition_"
           "DICOM,"
           "Projection,MethodProjection,Pediatric,Modality_DICOM,Manufacturer_DICOM,"
           "PhotometricInterpretation_DICOM,"
           "PixelRepresentation_DICOM,PixelAspectRatio_DICOM,SpatialResolution_DICOM,BitsStored_DICOM,"
           "WindowCenter_DICOM,WindowWidth_DICOM,Rows_DICOM,Columns_DICOM,XRayTubeCurrent_DICOM,Exposure_"
           "DICOM,"
           "ExposureInuAs_DICOM,ExposureTime,RelativeXRayExposure_DICOM,ReportID,Report,MethodLabel,Labels,"
           "Localizations,LabelsLocalizationsBySentence,labelCUIS,LocalizationsCUIS\n";
}

void append_cell(std::string& line, std::string_view value) {
    if (value.find_first_of(",\"\n") == std::string::npos) {
        line += value;
        return;
    }
    line += '"';
    for (const char c : value) {
        if (c == '"') line += '"';
        line += c;
    }
    line += '"';
}

std::string csv_line(const Row& row) {
    std::string line;
    for (const std::string& value : row.values) {
        if (&value != &row.values.front()) line += ',';
        append_cell(line, value);
    }
    line += '\n';
    return line;
}

} // namespace padchestd::simulator
