#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "dashboard/writer.h"
#include "util/failure.h"
#include "util/version.h"

#include <iostream>

namespace padchestd::daemon::commands {

ExitCode dashboard(const Invocation& invocation, const DashboardOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    const auto output = options.output.empty() ? settings.dashboard.file : options.output;
    if (output.empty()) {
        throw util::Failure("no file to write the dashboard to",
                            "which one: --output FILE, or dashboard.file?", ExitCode::usage);
    }
    const padchestd::dashboard::Options page{settings.privacy.small_cells, settings.feed.name,
                                             std::string(util::version())};
    auto connection = connect(settings, "dashboard");
    if (output == "-") {
        std::cout << padchestd::dashboard::page(connection, page, invocation.clock);
    } else {
        padchestd::dashboard::write(connection, output, page, invocation.clock);
        std::cout << output.string() << '\n';
    }
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
