#include "warehouse/verify.h"

#include "daemon/commands/commands.h"
#include "daemon/session.h"

#include <iostream>

namespace padchestd::daemon::commands {

ExitCode verify(const Invocation& invocation) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "verify");
    const auto differences = warehouse::verify(connection, invocation.clock);
    for (const auto& difference : differences) {
        std::cout << difference.table << ": " << difference.missing_rows << " rows missing, "
                  << difference.surplus_rows << " rows too many\n";
    }
    if (differences.empty()) {
        std::cout << "the warehouse equals a rebuild in all " << warehouse::verified_tables().size()
                  << " tables\n";
        return ExitCode::ok;
    }
    std::cerr
        << "padchestd: the warehouse is not what the store says\nhint: `padchestd refresh --full` mends it\n";
    return ExitCode::difference;
}

} // namespace padchestd::daemon::commands
