#pragma once
// One record, and what a format's reader makes of it: for the tests of the formats.

#include "clinical/mapping.h"
#include "support/feed_row.h"

#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace padchestd::tests {

// `row` with another value in a column that it has.
[[nodiscard]] inline Row changed(Row row, const std::string& column, const std::string& value) {
    row.at(column) = value;
    return row;
}

// Keeps everything that the study views.
class RecordReading {
  public:
    RecordReading(const feed::CsvHeader& header, const Row& cells,
                  std::unique_ptr<clinical::StudyReader> reader, std::int32_t generation = 3)
        : record_(header, cells)
        , reader_(std::move(reader))
        , result_((*reader_)(record_.record(), generation)) {}

    [[nodiscard]] const clinical::StudyRecord& study() const {
        return std::get<clinical::StudyRecord>(result_);
    }

    // The reason and the column, `bad_date StudyDate`; empty: the record was accepted.
    [[nodiscard]] std::string refusal() const {
        const auto* const found = std::get_if<clinical::Rejection>(&result_);
        return found == nullptr
                   ? ""
                   : std::string(clinical::name(found->reason)) + ' ' + std::string(found->column);
    }

  private:
    ParsedRow record_;
    std::unique_ptr<clinical::StudyReader> reader_;
    std::variant<clinical::StudyRecord, clinical::Rejection> result_;
};

} // namespace padchestd::tests
