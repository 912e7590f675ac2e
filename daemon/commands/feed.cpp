#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "store/pause.h"

#include <iostream>

namespace padchestd::daemon::commands {

ExitCode feed_go_on(const Invocation& invocation, const GoOnOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "feed");
    const bool was_paused = store::go_on(connection, settings.feed.name, options.all);
    std::cout << (was_paused ? "the feed goes on at the daemon's next tick\n" : "the feed was not paused\n");
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
