#include "padchest/quarantined_record.h"

#include "padchest/cell.h"
#include "padchest/feed_columns.h"
#include "padchest/image_columns.h"
#include "padchest/record_shape.h"

#include <algorithm>

namespace padchestd::padchest {

namespace {

bool is_kept(std::string_view name) {
    const auto study = columns::of_study();
    const auto harmless = columns::harmless();
    return std::find(study.begin(), study.end(), name) != study.end() ||
           std::find(harmless.begin(), harmless.end(), name) != harmless.end() ||
           std::any_of(kImageColumns.begin(), kImageColumns.end(),
                       [&](const ImageColumn& column) { return column.feed_column == name; });
}

void append_field(std::string& line, std::string_view field, char delimiter) {
    if (field.find_first_of("\"\r\n") == std::string_view::npos &&
        field.find(delimiter) == std::string_view::npos) {
        line += field;
        return;
    }
    line += '"';
    for (const char c : field) {
        if (c == '"') line += '"';
        line += c;
    }
    line += '"';
}

// Quarantine sees few records: the shape is made for each.
bool is_plausible(const feed::CsvHeader& header, const feed::Record& record) {
    return !record.malformation && record.fields.size() == header.names.size() &&
           !RecordShape(header).odd_column(record.fields);
}

} // namespace

clinical::RecordKeys keys(const feed::CsvHeader& header, const feed::Record& record) {
    if (!is_plausible(header, record)) return {};
    const auto key = [&](std::string_view column) -> std::optional<std::string> {
        const auto index = header.column(column);
        if (!index || *index >= record.fields.size()) return std::nullopt;
        const std::string_view cell = record.fields[*index];
        const auto value = column == columns::kReportId ? without_zero_fraction(cell) : cell;
        if (value.empty() || value.size() > clinical::kMaxKeyBytes) return std::nullopt;
        return std::string(value);
    };
    return {key(columns::kStudyId), key(columns::kImageId), key(columns::kReportId)};
}

std::optional<std::string> blanked(const feed::CsvHeader& header, const feed::Record& record) {
    if (!is_plausible(header, record)) return std::nullopt;
    std::string line;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        if (i > 0) line += header.delimiter;
        if (is_kept(header.names[i])) append_field(line, record.fields[i], header.delimiter);
    }
    return line;
}

} // namespace padchestd::padchest
