#pragma once
// One made-up record of a PadChest feed, cell by cell, for tests of what is made of it.

#include "feed/csv_header.h"
#include "feed/record.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::tests {

using Row = std::map<std::string, std::string>;

// PadChest's 36 columns in file order.
[[nodiscard]] feed::CsvHeader padchest_header();

// Every column with a value that is accepted; no value is of a real record.
[[nodiscard]] Row plain_row();

// A record and the bytes that it views. (feed_text.h has rows as text.)
class ParsedRow {
  public:
    // A column that `row` does not name is empty.
    ParsedRow(const feed::CsvHeader& header, const Row& row);
    ParsedRow(const ParsedRow&) = delete;
    ParsedRow& operator=(const ParsedRow&) = delete;

    [[nodiscard]] const feed::Record& record() const { return record_; }

  private:
    std::vector<std::string> cells_;
    std::vector<std::string_view> fields_;
    std::string bytes_;
    feed::Record record_;
};

} // namespace padchestd::tests
