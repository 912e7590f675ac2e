#pragma once
// Follows the queues: the facts and dimension members that changed are replaced, and the aggregates adjusted
// by what they count for now less what they counted for before. Cost follows the change, not the store.

#include "pg/connection.h"

#include <cstddef>
#include <cstdint>

namespace padchestd::warehouse {

struct Increment {
    std::int64_t encounters = 0; // whose facts were looked at
    std::int64_t members = 0;
    std::int64_t rows = 0; // written or deleted in dwh
};

// How many encounters one statement is about: bounds the server's memory, and the length of a statement,
// after a long absence. The result does not depend on it.
constexpr std::size_t kEncountersAtOnce = 10'000;

// Inside a transaction with one snapshot that holds the warehouse's lock. Leaves the queues empty as far as
// that snapshot sees them. Throws pg::Error; of class 23 on a table of dwh where the warehouse was not what
// the last refresh had left.
Increment follow_queues(pg::Connection& connection, std::size_t encounters_at_once = kEncountersAtOnce);

} // namespace padchestd::warehouse
