#pragma once
// Follows the queues: the facts and dimension members that changed are replaced, and the aggregates adjusted
// by what they count for now less what they counted for before. Cost follows the change, not the store.

#include "pg/connection.h"

#include <cstddef>
#include <cstdint>

namespace padchestd::warehouse {

struct Increment {
    std::int64_t encounters =
        0; // whose facts were looked at; one that hangs on several changes may count twice
    std::int64_t members = 0;
    std::int64_t rows = 0; // written or deleted in dwh
};

// How much is followed at once: bounds the program's memory after a long absence (a part's keys and
// differences are some megabytes). The result does not depend on it.
struct IncrementLimits {
    std::int64_t encounters = 10'000;
    std::size_t patients = 200;
};

// Inside a transaction with one snapshot that holds the warehouse's lock. Leaves the queues without the
// claimed rows. Throws pg::Error; of class 23 on a table of dwh where the warehouse was not what the last
// refresh had left.
Increment follow_queues(pg::Connection& connection, const IncrementLimits& limits = {});

} // namespace padchestd::warehouse
