#pragma once
// Spreads the store over the nodes of a Citus cluster, once: the tables that an encounter is in by
// encounter_id, side by side; the others as a copy on each node; warehouse and ledger stay on the
// coordinator. The keys were made for it (docs/scale-out.md).

#include "pg/connection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace padchestd::operation {

// Why the database cannot be distributed as it is; `remedy` is what to do about it.
struct DistributionObstacle {
    std::string what;
    std::string remedy;
};

struct DistributionPlan {
    std::vector<std::string> distributed; // names with schema, ods.encounters first
    std::vector<std::string> reference;   // copied to every node
    std::vector<DistributionObstacle> obstacles;
    bool done = false; // the tables are distributed already
};

// Reads the catalogue only. Throws pg::Error.
[[nodiscard]] DistributionPlan plan_distribution(pg::Connection& connection);

// Shards of a table. More cost small clusters dearly: with 32 a batch of 1,000 encounters took 2.6 times as
// long as with 4.
constexpr int kShards = 8;

// Distributes in one transaction: all of it or nothing. Rows that were there are kept; their local copies are
// given back to the disk after the commit. Call it where there are no obstacles and no daemon runs. Throws
// pg::Error.
void distribute(pg::Connection& connection, const DistributionPlan& plan);

} // namespace padchestd::operation
