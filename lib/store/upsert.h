#pragma once
// The statements that insert rows or change those that are there. Made of a table's columns, so that no list
// of them is kept twice.

#include <span>
#include <string>
#include <string_view>

namespace padchestd::store {

// Names are constants of the program.
struct UpsertTable {
    std::string_view name;                     // `ods.procedures`
    std::span<const std::string_view> key;     // in the primary key's order
    std::span<const std::string_view> columns; // the others, in any order
};

// Takes the rows as $1, a JSON array of objects whose members are named as the columns. A row that is there
// is changed only where content hash or source position differ. Both are among `columns`.
[[nodiscard]] std::string upsert_statement(const UpsertTable& table);

// Takes rows that are there, likewise, and changes each. Needs no unique index.
[[nodiscard]] std::string update_statement(const UpsertTable& table);

} // namespace padchestd::store
