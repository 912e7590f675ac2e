#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "ingest/session_settings.h"
#include "pg/group_roles.h"
#include "pg/transaction.h"

#include <iostream>

namespace padchestd::daemon::commands {

ExitCode roles(const Invocation& invocation, const RolesOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "roles");
    pg::Transaction transaction(connection);
    const auto statements = pg::role_statements(connection, ingest::group_roles(settings.roles));
    for (const auto& statement : statements) {
        if (options.apply)
            connection.script("make the groups and give them their rights", statement);
        else
            std::cout << statement << ";\n";
    }
    transaction.commit();
    if (options.apply) std::cout << "ran " << statements.size() << " statements\n";
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
