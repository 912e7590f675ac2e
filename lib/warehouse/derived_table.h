#pragma once
// A table of dwh whose rows one SELECT derives from the store, and the writing of what differs: incrementally
// for some members, or for all. Not for aggregates, which are kept by signed differences
// (warehouse/aggregate.h).

#include "pg/connection.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace padchestd::warehouse {

// Names and SQL are constants of the program (warehouse/star.h); values travel as $1 only: the members as
// text[], or NULL for all of them.
struct DerivedTable {
    std::string_view name;   // `dwh.fact_encounter`
    std::string_view member; // its column that $1 selects by; empty where $1 names members of another table
    std::vector<std::string_view> key;    // of the table
    std::vector<std::string_view> values; // its other columns
    std::string_view rows; // SELECT of the rows as they should be, columns named as the table's
    std::string_view drop; // DELETE of the rows that should not be; empty: not done here
};

// Writes the rows of `members` (a text[] literal, or NULL for all) that are not there or differ. Returns how
// many.
std::int64_t write_rows(pg::Connection& connection, const DerivedTable& table, const pg::Param& members);

// Deletes the rows of `members` that should not be there. Returns how many.
std::int64_t drop_rows(pg::Connection& connection, const DerivedTable& table, const pg::Param& members);

// Both.
std::int64_t write_differences(pg::Connection& connection, const DerivedTable& table,
                               const pg::Param& members);

// Adds all rows that are not there; those that are stay as they are. Returns how many.
std::int64_t add_rows(pg::Connection& connection, const DerivedTable& table);

// Writes the differences of all members: an empty table is filled without looking for differences.
std::int64_t write_all(pg::Connection& connection, const DerivedTable& table);

} // namespace padchestd::warehouse
