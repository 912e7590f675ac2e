#pragma once
// What an administrator makes before the first start: a role, a database that it owns, the right to keep
// values of rows out of the server's log (pg/pinned_settings), and pgvector. The daemon makes the schemas
// itself.

#include "pg/connection.h"

#include <string>
#include <vector>

namespace padchestd::operation {

struct SetupNames {
    std::string role; // both: letters, digits and _, not beginning with a digit
    std::string database;
};

// Throws util::Failure (usage) for names that would need quotes.
void check_names(const SetupNames& names);

// One step: done already, done now, or left to be done by somebody with more rights.
enum class StepEnd { was_there, made, refused };
struct SetupStep {
    std::string sql; // a whole statement; a psql meta-command before the last
    StepEnd end = StepEnd::refused;
    std::string problem; // refused: why
};

// All statements, for psql. They may be run again, and make pgvector only where the server has it: the
// program can do without.
[[nodiscard]] std::string setup_sql(const SetupNames& names);

// Makes what is missing. `admin_conninfo` may make roles and databases. Never throws for a refused step.
[[nodiscard]] std::vector<SetupStep> set_up_database(const std::string& admin_conninfo,
                                                     const SetupNames& names);

} // namespace padchestd::operation
