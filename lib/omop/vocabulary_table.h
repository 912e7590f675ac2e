#pragma once
// The tables of the OMOP vocabularies as the database has them: their columns say what a file may hold.

#include "pg/connection.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::omop {

enum class FieldType : std::uint8_t { integer, date, number, text };

struct Field {
    std::string name;
    FieldType type = FieldType::text;
    std::size_t length = 0; // of a text, in characters
    bool required = false;
};

struct VocabularyTable {
    std::string name; // without its schema, `omop`
    std::vector<Field> fields;
    std::vector<std::string> key; // of the primary key; empty: none
    bool is_replaced = false;     // an import replaces all rows; else those with a key of the file only
};

// A column that refers to another table of the vocabularies: the CDM's foreign keys.
struct Reference {
    std::string_view table, column, target, target_column;
};

// "CONCEPT.csv" → "concept"; empty where no table of the vocabularies is called so.
[[nodiscard]] std::string vocabulary_table_of(std::string_view file_name);

// Throws pg::Error where the database has no such table.
[[nodiscard]] VocabularyTable describe_vocabulary_table(pg::Connection& connection, const std::string& name);

[[nodiscard]] const std::vector<Reference>& vocabulary_references();

} // namespace padchestd::omop
