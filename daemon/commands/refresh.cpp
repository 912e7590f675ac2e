#include "warehouse/refresh.h"

#include "daemon/commands/commands.h"
#include "daemon/session.h"

#include <iostream>

namespace padchestd::daemon::commands {

ExitCode refresh(const Invocation& invocation, const RefreshOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "refresh");
    const auto result = options.full ? warehouse::refresh_full(connection, invocation.clock)
                                     : warehouse::refresh(connection, invocation.clock);
    if (result.full)
        std::cout << "rebuilt the warehouse (" << result.reason << ")";
    else
        std::cout << "followed";
    std::cout << ": " << result.encounters << " encounters, " << result.members << " members of dimensions\n";
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
