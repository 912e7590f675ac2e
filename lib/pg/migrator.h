#pragma once
// Brings a database to this program's schema: numbered, forward-only, checksummed migrations, compiled in.

#include "pg/connection.h"
#include "pg/group_roles.h"
#include "util/failure.h"

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

// The database's history is not one that this program can go on from: altered, or of a newer program. No
// waiting mends it.
class ForeignHistory : public util::Failure {
  public:
    ForeignHistory(const std::string& what, std::string hint)
        : Failure(util::Problem{what, std::move(hint), util::ExitCode::config, true}) {}
};

// Throws ForeignHistory where a newer program has migrated the database. One small query: for a session that
// was prepared a while ago, in a transaction that is about to write.
void refuse_newer_schema(Connection& connection, std::span<const Migration> migrations);

// Applies what is pending, each in its own transaction under an advisory lock (so that two programs can start
// at once), and returns how many. Throws Unfit (pg/fitness) and ForeignHistory, and util::Failure (config)
// where something that a migration made is missing or a migration cannot be applied: that can be mended while
// a daemon waits. What was applied before it stays. `program_version` is kept beside each. With each, those
// of `roles` that exist get their rights on what is new. What is made belongs to the owner of the schema
// ingest, where this session may act as that role.
int migrate(Connection& connection, std::span<const Migration> migrations, std::string_view program_version,
            const GroupRoles& roles = {});

} // namespace padchestd::pg
