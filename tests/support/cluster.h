#pragma once
// The Citus cluster that spreads the tests' databases where tests/service/suites_on_cluster runs them. A
// database of a cluster is one database of the same name on each of its servers; copies of all of them under
// another name are a cluster again, with its tables spread as they were.

#include "pg/connection.h"

#include <string>
#include <vector>

namespace padchestd::tests {

// The servers that together hold a test's database, in libpq's keyword form: the one that
// PADCHESTD_POSTGRES__CONNINFO names, and where PADCHESTD_TEST_DISTRIBUTED=1 and it is the coordinator of
// tests/service/with_citus its two workers. Throws std::runtime_error where no server is given.
[[nodiscard]] std::vector<std::string> servers();

// Makes a cluster of an empty database: `nodes` are sessions at it, one for each of servers().
void join_nodes(std::vector<pg::Connection>& nodes);

// Spreads a migrated database's tables over its nodes, as `padchestd distribute` does.
void spread_tables(pg::Connection& coordinator);

// Sets for a copy of a distributed database what `padchestd distribute` sets, and a copy does not take over.
// `admin` is a session at the coordinator.
void set_as_distributed(pg::Connection& admin, const std::string& name);

} // namespace padchestd::tests
