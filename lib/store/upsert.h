#pragma once
// The statements that insert rows or change those that are there. Made of a table's columns, so that no list
// of them is kept twice.

#include <string>
#include <string_view>
#include <vector>

namespace padchestd::store {

// What becomes of a column where the row is there.
enum class OnChange {
    is_key,            // it is what the row is found by
    replaced,          // it gets the new row's value
    kept,              // it keeps its own
    kept_unless_given, // an update replaces it where the new row has a value; an upsert keeps it
    kept_unless_taken, // an update replaces it under the table's condition `taken`; an upsert keeps it
    replaced_when,     // it is replaced under the table's condition, and kept otherwise
};

struct UpsertColumn {
    std::string_view name;
    OnChange on_change = OnChange::replaced;
};

// Names and conditions are constants of the program.
struct UpsertTable {
    std::string_view name; // `ods.procedures`
    std::vector<UpsertColumn> columns;
    std::string_view replaced_when; // SQL over the rows `stored` and `excluded`
    std::string_view taken;         // SQL over the row `stored`
    std::string_view owner;         // an upsert leaves rows alone that differ in this column; empty: none
};

// `ods.procedures (encounter_id, procedure_id, …)`, in the order of the columns.
[[nodiscard]] std::string copy_target(const UpsertTable& table);

// Takes the rows as $1, a JSON array of objects whose members are named as the columns. A row that is there
// is changed only where content hash or source position differ. Both are among the columns.
[[nodiscard]] std::string upsert_statement(const UpsertTable& table);

// Takes rows in the same form, which must exist, and changes each. Needs no unique index. Ignores
// `replaced_when`.
[[nodiscard]] std::string update_statement(const UpsertTable& table);

} // namespace padchestd::store
