#pragma once
// The feed's first line: which column is where.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::feed {

struct CsvHeader {
    std::string bytes;              // the line as it is, BOM and line end included
    std::vector<std::string> names; // in file order; a name may be empty
    char delimiter = ',';           // of this line and of every record: comma, semicolon or tab

    // The index of a column, or nothing. A name that occurs twice counts as its first place.
    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
};

// Gives columns the names that `renamed` has for them.
void rename_columns(CsvHeader& header, const std::map<std::string, std::string>& renamed);

} // namespace padchestd::feed
