#pragma once
// Brings a database to this program's schema: numbered, forward-only, checksummed migrations, compiled in.

#include "pg/connection.h"

#include <span>
#include <string_view>
#include <vector>

namespace padchestd::pg {

struct Migration {
    int version;           // 1, 2, …: no gaps
    std::string_view name; // `ods`
    std::string_view sql;  // run as one script in one transaction
};

// migrations/*.sql, in order.
[[nodiscard]] std::span<const Migration> built_in_migrations();

enum class MigrationState { applied, pending, altered, unknown, incomplete };

struct MigrationStatus {
    int version;
    std::string name;
    MigrationState state;   // altered: applied with another checksum; unknown: applied by a newer program;
                            // incomplete: applied, but something that it made is missing
    std::string applied_at; // empty when pending
    std::string missing;    // incomplete: the first table or view that is not there
};

// What is applied and what is not. Changes nothing; an empty database has everything pending.
[[nodiscard]] std::vector<MigrationStatus> migration_status(Connection& connection,
                                                            std::span<const Migration> migrations);

// Applies what is pending, each in its own transaction under an advisory lock (so that two programs can start
// at once), and returns how many. Throws util::Failure (config) where the history is altered or newer than
// the program, where something that a migration made is missing, and where a migration cannot be applied;
// what was applied before it stays. `program_version` is kept beside each.
int migrate(Connection& connection, std::span<const Migration> migrations, std::string_view program_version);

} // namespace padchestd::pg
