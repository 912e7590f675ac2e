#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "ingest/database.h"
#include "ingest/first_load_end.h"
#include "pg/migrator.h"

#include <iostream>

namespace padchestd::daemon::commands {

namespace {

const char* name(pg::MigrationState state) {
    switch (state) {
    case pg::MigrationState::applied:
        return "applied";
    case pg::MigrationState::pending:
        return "pending";
    case pg::MigrationState::altered:
        return "altered since it was applied";
    case pg::MigrationState::incomplete:
        return "applied, but incomplete";
    case pg::MigrationState::unknown:
        break;
    }
    return "of a newer program";
}

} // namespace

ExitCode migrate(const Invocation& invocation, const MigrateOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, options.status ? "status" : "migrate");
    if (options.status) {
        for (const auto& migration : pg::migration_status(connection, pg::built_in_migrations())) {
            std::cout << migration.version << "  " << migration.name << "  " << name(migration.state);
            if (!migration.applied_at.empty()) std::cout << "  " << migration.applied_at;
            if (!migration.missing.empty()) std::cout << "  " << migration.missing << " is missing";
            std::cout << '\n';
        }
        return ExitCode::ok;
    }
    const int applied = ingest::migrate(connection, settings);
    if (const int built = ingest::end_first_load(connection); built > 0)
        std::cout << "built " << built << " keys and indexes that a first load had put off\n";
    std::cout << (applied == 0 ? std::string("nothing to do")
                               : "applied " + std::to_string(applied) + " migrations")
              << '\n';
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
