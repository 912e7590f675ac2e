#pragma once
// One record, transformed, for the tests of the transformation.

#include "padchest/image_columns.h"
#include "padchest/transform.h"
#include "support/record_reading.h"

#include <algorithm>
#include <memory>
#include <string>

namespace padchestd::tests {

// A plain record with these changes.
class Transformed : public RecordReading {
  public:
    Transformed(const Row& changes, const feed::CsvHeader& header)
        : RecordReading(header, with(changes),
                        std::make_unique<padchest::Transform>(header, padchest::Taxonomy::built_in())) {}

    [[nodiscard]] std::string rejection() const { return refusal().empty() ? "accepted" : refusal(); }
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
};

inline Transformed read(const Row& changes, const feed::CsvHeader& header = padchest_header()) {
    return {changes, header};
}

// The reason and the column, or "accepted".
inline std::string rejection(const std::string& column, const std::string& cell) {
    return read({{column, cell}}).rejection();
}

} // namespace padchestd::tests
