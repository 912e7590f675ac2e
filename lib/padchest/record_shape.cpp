#include "padchest/record_shape.h"

#include "padchest/cell.h"
#include "padchest/feed_columns.h"
#include "padchest/image_columns.h"

#include <algorithm>

namespace padchestd::padchest {

namespace {

// The shortest PatientID of the public file has 35 digits. The longest number in a column that is kept has
// fewer than 20 in a row.
constexpr std::size_t kIdentifierDigits = 24;
constexpr std::size_t kMaxReportIdBytes = 16; // 7 in the public file

bool is_decimal_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_decimal_digit);
}

// A run that long covers a place in each step of its length: the bytes between need not be looked at.
bool holds_identifier(std::string_view text) {
    for (std::size_t at = kIdentifierDigits - 1; at < text.size(); at += kIdentifierDigits) {
        if (!is_decimal_digit(text[at])) continue;
        std::size_t begin = at;
        while (begin > 0 && is_decimal_digit(text[begin - 1])) --begin;
        std::size_t end = at;
        while (end < text.size() && is_decimal_digit(text[end])) ++end;
        if (end - begin >= kIdentifierDigits) return true;
    }
    return false;
}

bool is_text(std::string_view cell) {
    return !holds_identifier(cell);
}

bool is_code(std::string_view cell) {
    const auto value = clinical::value_of(cell);
    return !value || (is_letter(value->front()) && is_text(*value));
}

bool is_row_number(std::string_view cell) {
    const auto value = clinical::value_of(cell);
    return !value || (all_digits(*value) && is_text(*value));
}

bool is_report_id(std::string_view cell) {
    const std::string_view id = without_zero_fraction(cell);
    return !clinical::value_of(cell) || (all_digits(id) && id.size() <= kMaxReportIdBytes);
}

bool is_sex(std::string_view cell) {
    const auto value = clinical::value_of(cell);
    return !value || *value == "F" || *value == "M" || *value == "O";
}

// `1930`, `1930.0`.
bool is_year(std::string_view cell) {
    const auto value = clinical::value_of(cell);
    if (!value) return true;
    const std::string_view year = without_zero_fraction(*value);
    return year.size() == 4 && all_digits(year) && year >= "1850" && year <= "2029";
}

bool is_pediatric(std::string_view cell) {
    const auto value = clinical::value_of(cell);
    return value && (*value == "No" || *value == "PED");
}

bool is_study_id(std::string_view cell) {
    return !cell.empty() && is_decimal_digit(cell.front()) &&
           std::all_of(cell.begin(), cell.end(), [](char c) {
               return is_decimal_digit(c) || is_letter(c) || c == '_' || c == '-' || c == '.';
           });
}

bool is_image_of(std::string_view image, std::string_view study) {
    if (image.substr(0, study.size()) != study || image.substr(study.size(), 1) != "_") return false;
    const std::size_t point = image.rfind('.');
    if (point == std::string_view::npos || point < study.size()) return false;
    const std::string_view extension = image.substr(point + 1);
    return !extension.empty() && std::all_of(extension.begin(), extension.end(), is_letter);
}

} // namespace

RecordShape::RecordShape(const feed::CsvHeader& header)
    : image_id_(header.column(columns::kImageId))
    , study_id_(header.column(columns::kStudyId)) {
    add(header, "PatientBirth", is_year);
    add(header, "PatientSex_DICOM", is_sex);
    add(header, columns::kPediatric, is_pediatric);
    add(header, "", is_row_number);
    add(header, columns::kReportId, is_report_id);
    for (const ImageColumn& column : kImageColumns) {
        const bool is_list = column.column == "pixel_aspect_ratio";
        add(header, column.feed_column, column.form == ValueForm::code && !is_list ? is_code : is_text);
    }
    for (const auto column : {columns::kStudyDate, columns::kReport, columns::kMethodLabel, columns::kLabels,
                              columns::kLocalizations})
        add(header, column, is_text);
    for (const auto column : columns::harmless()) {
        if (!column.empty() && column != "PatientSex_DICOM") add(header, column, is_text);
    }
}

void RecordShape::add(const feed::CsvHeader& header, std::string_view column, Test test) {
    if (const auto place = header.column(column)) checks_.push_back({*place, column, test});
}

std::optional<std::string_view> RecordShape::odd_column(const feed::Fields& fields) const {
    if (!study_id_ || !is_study_id(fields[*study_id_])) return columns::kStudyId;
    if (!image_id_ || !is_image_of(fields[*image_id_], fields[*study_id_])) return columns::kImageId;
    const auto odd = std::find_if(checks_.begin(), checks_.end(),
                                  [&](const Check& check) { return !check.test(fields[check.place]); });
    if (odd == checks_.end()) return std::nullopt;
    return odd->column;
}

} // namespace padchestd::padchest
