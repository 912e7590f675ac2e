#include "padchest/feed_columns.h"
#include "padchest/procedure_columns.h"
#include "padchest/transform.h"

#include <algorithm>

namespace padchestd::padchest {

namespace {

bool is_kept(std::string_view name) {
    const auto study = columns::of_study();
    const auto harmless = columns::harmless();
    const auto& procedure = procedure_fields();
    return std::find(study.begin(), study.end(), name) != study.end() ||
           std::find(harmless.begin(), harmless.end(), name) != harmless.end() ||
           std::any_of(procedure.begin(), procedure.end(),
                       [&](const ProcedureField& field) { return field.feed_column == name; });
}

void append_field(std::string& line, std::string_view field) {
    if (field.find_first_of("\",\r\n") == std::string_view::npos) {
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

} // namespace

std::optional<std::string> blanked(const feed::CsvHeader& header, const feed::Record& record) {
    if (record.malformation || record.fields.size() != header.names.size()) return std::nullopt;
    std::string line;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        if (i > 0) line += ',';
        if (is_kept(header.names[i])) append_field(line, record.fields[i]);
    }
    return line;
}

} // namespace padchestd::padchest
