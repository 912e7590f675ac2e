#include "warehouse/report.h"

#include "daemon/commands/commands.h"
#include "daemon/session.h"

#include <iostream>

namespace padchestd::daemon::commands {

ExitCode report(const Invocation& invocation, const ReportCommandOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "report");
    std::cout << warehouse::render(warehouse::report(connection, options.tables), options.format);
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
