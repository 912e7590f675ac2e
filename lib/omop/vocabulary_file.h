#pragma once
// A vocabulary file as Athena gives it: UTF-8, a header, one row a line, values separated by tabs, never
// quoted.

#include "omop/vocabulary_table.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::omop {

class VocabularyFile {
  public:
    // Reads the header: every required column of the table once, no other name. Throws util::Failure
    // (no_input; data with the line).
    VocabularyFile(const std::filesystem::path& path, const VocabularyTable& table);

    // The next row, false at the end. Throws util::Failure (data) with line and column where a value is not
    // of its column's type, too long or missing; the value itself is never named.
    [[nodiscard]] bool next();

    // Of the row: one value for each of fields(), until the next call. A date is YYYY-MM-DD.
    [[nodiscard]] const std::vector<std::optional<std::string>>& values() const { return values_; }
    [[nodiscard]] const std::vector<const Field*>& fields() const { return fields_; }
    [[nodiscard]] std::int64_t line() const { return line_; }

  private:
    bool read_line();
    void read_header(const VocabularyTable& table);
    void read_value(const Field& field, std::string_view cell, std::optional<std::string>& value) const;
    [[noreturn]] void fail(const std::string& what) const;

    std::filesystem::path path_;
    std::ifstream file_;
    std::string text_;
    std::int64_t line_ = 0;
    std::vector<const Field*> fields_;
    std::vector<std::optional<std::string>> values_;
};

} // namespace padchestd::omop
