#pragma once
// An aggregate of dwh kept by signed differences: what the changed encounters counted for before, taken from
// what they count for after. Only groups whose count changed are written; a group that comes to zero is
// deleted. The table refuses a count below zero (23514): then somebody changed the warehouse since the last
// refresh.
//
// Differences wait in a temporary table of the transaction (sql/open_differences.sql): the program's memory
// does not depend on how many groups a record makes.

#include "pg/connection.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::warehouse {

// Names and SQL are constants of the program (warehouse/star.h).
struct Aggregate {
    std::string_view name;               // `dwh.agg_encounter`
    std::vector<std::string_view> key;   // its columns
    std::vector<std::string_view> types; // and their types
    std::string_view count;              // the counting column
    std::string_view contributions;      // SELECT key…, count of the encounters $1 (NULL: of all)
};

// Makes the transaction's table of differences, and drops it.
void open_differences(pg::Connection& connection);
void close_differences(pg::Connection& connection);

// Adds `sign` times what `members` (a text[] literal) contribute now to the differences.
void add_contributions(pg::Connection& connection, const Aggregate& aggregate, const pg::Param& members,
                       int sign);

// Writes the groups with a net change. Returns the rows written or deleted.
std::int64_t apply(pg::Connection& connection, const Aggregate& aggregate);

// Counts everything again, by the aggregate's contributions or by another SELECT of the same. Returns the
// rows written.
std::int64_t recount(pg::Connection& connection, const Aggregate& aggregate);
std::int64_t recount(pg::Connection& connection, const Aggregate& aggregate, std::string_view contributions);

} // namespace padchestd::warehouse
