#pragma once
// One record of a PadChest-shaped file: its 36 columns in file order, and its text form.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace padchestd::simulator {

enum class Column : std::size_t {
    row_number,
    image_id,
    image_dir,
    study_date,
    study_id,
    patient_id,
    patient_birth,
    patient_sex,
    view_position,
    projection,
    method_projection,
    pediatric,
    modality,
    manufacturer,
    photometric_interpretation,
    pixel_representation,
    pixel_aspect_ratio,
    spatial_resolution,
    bits_stored,
    window_center,
    window_width,
    rows,
    columns,
    tube_current,
    exposure,
    exposure_uas,
    exposure_time,
    relative_exposure,
    report_id,
    report,
    method_label,
    labels,
    localizations,
    labels_localizations_by_sentence,
    label_cuis,
    localizations_cuis,
};
inline constexpr std::size_t kColumns = 36;

struct Row {
    std::array<std::string, kColumns> values;

    [[nodiscard]] std::string& operator[](Column column) {
        return values.at(static_cast<std::size_t>(column));
    }
    [[nodiscard]] const std::string& operator[](Column column) const {
        return values.at(static_cast<std::size_t>(column));
    }
};

// The header as the file has it: it starts with a comma (the first column has no name) and ends in a newline.
[[nodiscard]] std::string_view header_line();

// RFC 4180 with quotes only where a comma, a quote or a newline asks for them.
void append_cell(std::string& line, std::string_view value);

// The cells with commas between them; ends in one LF.
[[nodiscard]] std::string csv_line(const Row& row);

} // namespace padchestd::simulator
