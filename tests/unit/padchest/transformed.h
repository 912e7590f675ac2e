#pragma once
// One record, transformed, for the tests of the transformation.

#include "padchest/image_columns.h"
#include "padchest/transform.h"
#include "support/feed_row.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace padchestd::tests {

// A plain record with these changes; keeps everything that the study views.
class Transformed {
  public:
    Transformed(const Row& changes, feed::CsvHeader header)
        : header_(std::move(header))
        , row_(header_, with(changes))
        , transform_(header_, padchest::Taxonomy::built_in())
        , result_(transform_(row_.record(), 3)) {}

    [[nodiscard]] const clinical::StudyRecord& study() const {
        return std::get<clinical::StudyRecord>(result_);
    }
    [[nodiscard]] std::string rejection() const {
        const auto* found = std::get_if<clinical::Rejection>(&result_);
        return found == nullptr
                   ? "accepted"
                   : std::string(clinical::name(found->reason)) + ' ' + std::string(found->column);
    }
    // A column of ods.procedures.
    [[nodiscard]] clinical::OptionalText column(std::string_view name) const {
        const auto columns = padchest::store_columns();
        const auto found = std::find_if(columns.begin(), columns.end(),
                                        [&](const auto& column) { return column.column == name; });
        return study().procedure.values.at(static_cast<std::size_t>(found - columns.begin()));
    }

  private:
    static Row with(const Row& changes) {
        Row row = plain_row();
        for (const auto& [name, cell] : changes) row[name] = cell;
        return row;
    }

    feed::CsvHeader header_;
    ParsedRow row_;
    padchest::Transform transform_;
    std::variant<clinical::StudyRecord, clinical::Rejection> result_;
};

inline Transformed read(const Row& changes, feed::CsvHeader header = padchest_header()) {
    return {changes, std::move(header)};
}

// The reason and the column, or "accepted".
inline std::string rejection(const std::string& column, const std::string& cell) {
    return read({{column, cell}}).rejection();
}

} // namespace padchestd::tests
