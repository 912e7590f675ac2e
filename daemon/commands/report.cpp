#include "warehouse/report.h"

#include "daemon/commands/commands.h"
#include "daemon/session.h"

#include <iostream>

namespace padchestd::daemon::commands {

ExitCode report(const Invocation& invocation, const ReportCommandOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "report");
    const auto tables = warehouse::report(connection, options.tables);
    std::cout << warehouse::render(tables, options.format);
    for (const auto& table : tables) {
        if (table.left_out > 0 && options.format != warehouse::ReportFormat::text)
            std::cerr << "padchestd: " << table.name << ": " << table.left_out
                      << " more rows; --rows 0 gives all\n";
    }
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
