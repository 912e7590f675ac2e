#include "daemon/commands/commands.h"
#include "daemon/mappings.h"
#include "daemon/progress_display.h"
#include "daemon/service.h"
#include "daemon/session.h"
#include "daemon/text_worker.h"
#include "ingest/cycle.h"
#include "log/event.h"
#include "operation/monitor.h"
#include "util/failure.h"
#include "util/heap.h"
#include "util/version.h"

#include <csignal>
#include <cstdlib>
#include <memory>

namespace padchestd::daemon::commands {

// The whole daemon: what there is, and who knows whom.
ExitCode run(const Invocation& invocation) {
    const auto settings = invocation.settings();
    util::use_one_heap();
    open_log(settings.logging);
    (void)std::signal(
        SIGPIPE,
        SIG_IGN); // standard error may be a pipe whose reader went: the log then has nowhere to go

    LifeSign life;                                          // the worker shows it, the watchdog looks at it
    ProgressDisplay progress(invocation.clock);             // a bar or a line, while a backlog is read
    operation::Monitor monitor(settings, invocation.clock); // metrics and alarms, after each cycle
    const ingest::CycleHooks hooks{[&life] { life.show(); },
                                   [&life, &progress](const ingest::Progress& at) {
                                       life.show();
                                       progress.show(at);
                                   },
                                   [&monitor](const ingest::CycleReport& report, pg::Connection* connection) {
                                       monitor.cycle_ended(report, connection);
                                   },
                                   [&monitor] { monitor.work_begins(); }};
    ingest::Cycle cycle(settings, mappings(), invocation.clock, hooks); // the work itself: feed to dashboard
    // Models, embeddings and index of reports, beside it.
    auto vectors = std::make_unique<TextWorker>(settings, invocation.clock);
    ServiceParts parts;
    ingest::CycleReport last;
    bool first = true;
    parts.cycle = [&cycle, &progress, &last, &vectors, &first](const std::stop_token& stop) {
        last = cycle.run(stop);
        progress.end();
        // At the first cycle too: an earlier daemon may have been cut off.
        using ingest::CycleState;
        if (last.state == CycleState::worked || (first && last.state == CycleState::idle)) vectors->look();
        first = false;
        return last;
    };
    parts.configure = [&cycle, &vectors, &monitor](const config::Settings& fresh) {
        cycle.configure(fresh);
        vectors->configure(fresh);
        monitor.configure(fresh);
    };
    parts.reread = [&invocation] { return invocation.settings(); };
    parts.open_log = open_log;
    parts.version = util::version();
    Service service(settings, parts, life, invocation.clock); // when the work is done, and when it ends

    const auto ending = service.run();
    if (ending != Ending::forced) vectors.reset(); // it logs to the end
    log::close();
    // A worker that hangs cannot be waited for. Its transaction ends with the connection.
    if (ending == Ending::forced) std::_Exit(static_cast<int>(ExitCode::temporary));
    if (ending == Ending::gave_up) throw util::Failure(*last.problem);
    return ending == Ending::orderly ? ExitCode::ok : ExitCode::software;
}

} // namespace padchestd::daemon::commands
