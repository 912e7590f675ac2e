#include "omop/vocabulary_table.h"

#include "omop/sql.h"

#include <algorithm>
#include <array>

namespace padchestd::omop {

namespace {

struct Known {
    std::string_view name;
    bool is_replaced;
};

// Rows that this program ships are in the first five: a file adds to them. The rest is the file's alone.
constexpr std::array<Known, 10> kTables = {{{"concept", false},
                                            {"vocabulary", false},
                                            {"domain", false},
                                            {"concept_class", false},
                                            {"relationship", false},
                                            {"concept_relationship", true},
                                            {"concept_ancestor", true},
                                            {"concept_synonym", true},
                                            {"source_to_concept_map", true},
                                            {"drug_strength", true}}};

FieldType type_of(std::string_view name) {
    if (name == "int4") return FieldType::integer;
    if (name == "date") return FieldType::date;
    if (name == "numeric") return FieldType::number;
    return FieldType::text;
}

} // namespace

std::string vocabulary_table_of(std::string_view file_name) {
    std::string name(file_name.substr(0, file_name.find('.')));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const bool known =
        std::any_of(kTables.begin(), kTables.end(), [&](const Known& table) { return table.name == name; });
    return known ? name : "";
}

VocabularyTable describe_vocabulary_table(pg::Connection& connection, const std::string& name) {
    const auto rows = connection.query("read the columns of omop." + name, sql::vocabulary_columns, {name});
    VocabularyTable table{.name = name};
    for (const pg::Row row : rows) {
        table.fields.push_back({.name = row["name"].string(),
                                .type = type_of(row["type"].text()),
                                .length = row["length"].integer<std::size_t>(),
                                .required = row["is_required"].boolean()});
        if (row["is_of_key"].boolean()) table.key.push_back(table.fields.back().name);
    }
    for (const Known& known : kTables)
        if (known.name == name) table.is_replaced = known.is_replaced;
    return table;
}

const std::vector<Reference>& vocabulary_references() {
    static const std::vector<Reference> all = {
        {"concept", "domain_id", "domain", "domain_id"},
        {"concept", "vocabulary_id", "vocabulary", "vocabulary_id"},
        {"concept", "concept_class_id", "concept_class", "concept_class_id"},
        {"vocabulary", "vocabulary_concept_id", "concept", "concept_id"},
        {"domain", "domain_concept_id", "concept", "concept_id"},
        {"concept_class", "concept_class_concept_id", "concept", "concept_id"},
        {"relationship", "relationship_concept_id", "concept", "concept_id"},
        {"concept_relationship", "concept_id_1", "concept", "concept_id"},
        {"concept_relationship", "concept_id_2", "concept", "concept_id"},
        {"concept_relationship", "relationship_id", "relationship", "relationship_id"},
        {"concept_synonym", "concept_id", "concept", "concept_id"},
        {"concept_synonym", "language_concept_id", "concept", "concept_id"},
        {"concept_ancestor", "ancestor_concept_id", "concept", "concept_id"},
        {"concept_ancestor", "descendant_concept_id", "concept", "concept_id"},
        {"source_to_concept_map", "source_concept_id", "concept", "concept_id"},
        {"source_to_concept_map", "source_vocabulary_id", "vocabulary", "vocabulary_id"},
        {"source_to_concept_map", "target_concept_id", "concept", "concept_id"},
        {"source_to_concept_map", "target_vocabulary_id", "vocabulary", "vocabulary_id"},
        {"drug_strength", "drug_concept_id", "concept", "concept_id"},
        {"drug_strength", "ingredient_concept_id", "concept", "concept_id"},
        {"drug_strength", "amount_unit_concept_id", "concept", "concept_id"},
        {"drug_strength", "numerator_unit_concept_id", "concept", "concept_id"},
        {"drug_strength", "denominator_unit_concept_id", "concept", "concept_id"},
    };
    return all;
}

} // namespace padchestd::omop
