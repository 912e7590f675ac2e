#include "pg/migrator.h"

#include "pg/error.h"
#include "pg/fitness.h"
#include "pg/migrated_objects.h"
#include "pg/sql.h"
#include "pg/transaction.h"
#include "pg/vector_extension.h"
#include "util/hash.h"
#include "util/step.h"

#include <map>

namespace padchestd::pg {

namespace {

// Any constant does, as long as nothing else in the database uses it: "padchest" in ASCII.
constexpr std::int64_t kMigrationLock = 0x7061646368657374;

constexpr std::string_view kNoRight = "42501";

struct Applied {
    std::string name;
    std::string checksum;
    std::string applied_at;
};

bool history_exists(Connection& connection) {
    return !connection.query("look for the migration history", "select to_regclass('ingest.migrations')")
                .value()
                .is_null();
}

std::map<int, Applied> read_history(Connection& connection) {
    std::map<int, Applied> history;
    if (!history_exists(connection)) return history;
    const auto rows = connection.query(
        "read the migration history",
        "select version, name, checksum, applied_at from ingest.migrations order by version");
    for (const Row row : rows) {
        history[row["version"].integer<int>()] = {row["name"].string(), row["checksum"].string(),
                                                  row["applied_at"].string()};
    }
    return history;
}

std::string checksum(const Migration& migration) {
    return util::hex(util::content_hash(migration.sql));
}

std::vector<MigrationStatus> compare(const std::map<int, Applied>& history,
                                     std::span<const Migration> migrations) {
    std::vector<MigrationStatus> all;
    for (const Migration& migration : migrations) {
        const auto found = history.find(migration.version);
        if (found == history.end()) {
            all.push_back({migration.version, std::string(migration.name), MigrationState::pending, "", ""});
        } else {
            const bool same = found->second.checksum == checksum(migration);
            all.push_back({migration.version, std::string(migration.name),
                           same ? MigrationState::applied : MigrationState::altered, found->second.applied_at,
                           ""});
        }
    }
    for (const auto& [version, applied] : history) {
        if (version > static_cast<int>(migrations.size()))
            all.push_back({version, applied.name, MigrationState::unknown, applied.applied_at, ""});
    }
    return all;
}

void look_for_objects(Connection& connection, std::vector<MigrationStatus>& all,
                      std::span<const Migration> migrations) {
    for (MigrationStatus& one : all) {
        if (one.state != MigrationState::applied) continue;
        const auto& migration = migrations[static_cast<std::size_t>(one.version) - 1];
        const auto missing = missing_of(connection, objects_of(migration.sql));
        if (missing.empty()) continue;
        one.state = MigrationState::incomplete;
        one.missing = missing.front();
    }
}

ForeignHistory newer_than_program(const std::string& migration) {
    return {"cannot use this database: " + migration + " is newer than this program",
            "does an older padchestd run on a database of a newer one?"};
}

void refuse_foreign_history(const std::vector<MigrationStatus>& all) {
    for (const MigrationStatus& one : all) {
        const std::string migration = "migration " + std::to_string(one.version) + " (" + one.name + ")";
        if (one.state == MigrationState::incomplete)
            throw util::Failure("cannot use this database: " + one.missing + " is missing, though " +
                                    migration + " made it",
                                "was it dropped, or the database restored in part? A backup brings it back; "
                                "docs/warehouse.md tells how to make derived tables again without one",
                                util::ExitCode::config);
        if (one.state == MigrationState::unknown) throw newer_than_program(migration);
        if (one.state == MigrationState::altered)
            throw ForeignHistory(
                "cannot use this database: " + migration + " was applied with another text",
                "was the migration file changed after its release, or is this another program's database?");
    }
}

void apply(Connection& connection, const Migration& migration, std::string_view program_version) {
    util::step("migrate_applied");
    const std::string attempt =
        "apply migration " + std::to_string(migration.version) + " (" + std::string(migration.name) + ")";
    try {
        connection.script(attempt, migration.sql);
    } catch (const Error& error) {
        if (error.sqlstate().substr(0, 2) != "42" || error.sqlstate() == kNoRight) throw;
        throw util::Failure(std::string(error.what()) + "; nothing of it was applied",
                            "is there something of the same name already, which this program did not make, "
                            "or was one of its own objects changed? The server's log names it",
                            util::ExitCode::config);
    }
    connection.query("note a migration",
                     "insert into ingest.migrations (version, name, checksum, program_version, applied_at) "
                     "values ($1, $2, $3, $4, now())",
                     {migration.version, migration.name, checksum(migration), program_version});
}

// What a migration makes belongs to the role that owns the rest, where this session may act as that role.
void become_owner(Connection& connection) {
    constexpr int kFirstWithSetOption = 160'000;
    const auto statement =
        connection.query("look for the owner of the schema", sql::become_owner,
                         {connection.server_version() >= kFirstWithSetOption ? "SET" : "MEMBER"});
    if (!statement.empty()) connection.script("act as the owner of the schema", statement.value().text());
}

void lock_and_prepare(Connection& connection) {
    connection.query("take the migration lock", "select pg_advisory_xact_lock($1)", {kMigrationLock});
    if (history_exists(connection)) return;
    connection.script("make the schema", "do $$ begin if to_regnamespace('ingest') is null then"
                                         " create schema ingest; end if; end $$");
    install_vector(connection); // while this session is who it is
    become_owner(connection);
    connection.script("make the migration history", "create table ingest.migrations ("
                                                    " version integer primary key,"
                                                    " name text not null,"
                                                    " checksum text not null,"
                                                    " program_version text not null,"
                                                    " applied_at timestamptz not null)");
}

bool is_pending(const std::vector<MigrationStatus>& all, const Migration& migration) {
    return all[static_cast<std::size_t>(migration.version) - 1].state == MigrationState::pending;
}

// Under the lock. False where another program has applied it meanwhile.
bool apply_alone(Connection& connection, const Migration& migration, std::span<const Migration> migrations,
                 std::string_view program_version, const GroupRoles& roles) {
    util::step("migrate_begin");
    Transaction transaction(connection);
    lock_and_prepare(connection);
    const auto all = migration_status(connection, migrations); // again, now that nobody else can change it
    refuse_foreign_history(all);
    if (!is_pending(all, migration)) return false;
    become_owner(connection);
    refuse_unusable_vector(connection);
    apply(connection, migration, program_version);
    apply_grants(connection, roles);
    util::step("migrate_commit");
    transaction.commit();
    util::step("migrate_done");
    return true;
}

} // namespace

std::vector<MigrationStatus> migration_status(Connection& connection, std::span<const Migration> migrations) {
    auto all = compare(read_history(connection), migrations);
    look_for_objects(connection, all, migrations);
    return all;
}

void refuse_newer_schema(Connection& connection, std::span<const Migration> migrations) {
    const auto rows = connection.query(
        "look for a newer schema",
        "select version, name from ingest.migrations where version > $1 order by version limit 1",
        {migrations.size()});
    if (rows.empty()) return;
    const Row newer = rows.only();
    throw newer_than_program("migration " + newer["version"].string() + " (" + newer["name"].string() + ")");
}

int migrate(Connection& connection, std::span<const Migration> migrations, std::string_view program_version,
            const GroupRoles& roles) {
    refuse_unfit(connection);
    const auto all = migration_status(connection, migrations);
    refuse_foreign_history(all);
    int count = 0;
    try {
        for (const Migration& migration : migrations) {
            if (is_pending(all, migration) &&
                apply_alone(connection, migration, migrations, program_version, roles))
                ++count;
        }
    } catch (const Error& error) {
        if (error.sqlstate() != kNoRight) throw;
        throw util::Failure(
            std::string(error.what()) + "; this role may not migrate the database",
            "`padchestd migrate` by a role that owns the database, or a member of roles.owner",
            util::ExitCode::config);
    }
    return count;
}

} // namespace padchestd::pg
