#pragma once
// The OMOP views' rows in real tables of another schema, under the keys that OHDSI publishes. Not the views:
// migrations/.

#include "omop/coverage.h"
#include "pg/connection.h"

#include <string>
#include <vector>

namespace padchestd::omop {

// Fills the tables of `schema` with what the schema omop holds now, in one snapshot and one transaction;
// readers of these tables wait until it ends. Makes the schema and the tables that are missing; tables that
// are there keep their rights and what depends on them. Returns each table with its rows. Throws
// util::Failure (usage: one of the program's own schemas; cannot_create: a table of `schema` has other
// columns than the CDM's), pg::Error, also where a row breaks a key: nothing is changed then.
[[nodiscard]] std::vector<TableRows> materialize(pg::Connection& connection, const std::string& schema);

} // namespace padchestd::omop
