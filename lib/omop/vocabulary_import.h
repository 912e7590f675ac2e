#pragma once
// The user's own vocabulary files into the tables of the schema omop.

#include "pg/connection.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace padchestd::omop {

struct ImportedTable {
    std::string name; // without its schema
    std::int64_t rows = 0;
};

// Imports the files in one transaction: all of them or nothing. What table a file is for is its name's
// (CONCEPT.csv). A row of concept, vocabulary, domain, concept_class or relationship replaces the one with
// its key; the other tables are replaced whole. Afterwards each row refers to rows that are there. Rows are
// streamed. Throws pg::Error; util::Failure (usage: a name that is no table's, or twice; no_input; data: a
// broken row, a key twice, or a reference to nothing).
[[nodiscard]] std::vector<ImportedTable> import_vocabulary(pg::Connection& connection,
                                                           const std::vector<std::filesystem::path>& files);

} // namespace padchestd::omop
