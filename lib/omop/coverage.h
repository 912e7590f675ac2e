#pragma once
// What the schema omop holds of vocabularies, and how far the source's codes are mapped to their concepts.

#include "pg/connection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace padchestd::omop {

// A concept column that a mapping fills. A row without a mapping has concept 0.
struct FieldCoverage {
    std::string field; // table.column
    std::int64_t rows = 0, mapped_rows = 0;
    std::int64_t codes = 0, mapped_codes = 0; // distinct source values
};

struct TableRows {
    std::string table;
    std::int64_t rows = 0;
};

struct Coverage {
    std::string vocabulary_version; // of the imported vocabularies; empty: none imported
    std::vector<TableRows> vocabulary;
    std::vector<FieldCoverage> fields; // only those of which there are rows
};

// In one snapshot. Throws pg::Error.
[[nodiscard]] Coverage read_coverage(pg::Connection& connection);

} // namespace padchestd::omop
