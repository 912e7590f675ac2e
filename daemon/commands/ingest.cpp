#include "daemon/commands/commands.h"
#include "daemon/interruptible.h"
#include "daemon/mappings.h"
#include "daemon/progress_display.h"
#include "daemon/session.h"
#include "ingest/cycle.h"
#include "log/event.h"
#include "operation/monitor.h"
#include "util/failure.h"
#include "util/heap.h"

#include <csignal>
#include <iostream>

namespace padchestd::daemon::commands {

namespace {

void print_summary(const padchestd::ingest::CycleReport& report) {
    std::cout << "read " << report.records << " records in " << report.batches
              << " batches: " << report.loaded << " loaded, " << report.unchanged << " unchanged, "
              << report.superseded << " superseded, " << report.quarantined << " quarantined\n"
              << "at row " << report.last_row << ", batch " << report.batch << ", " << report.lag_bytes
              << " bytes behind; the warehouse followed " << report.refreshed << " encounters; "
              << report.duration.count() << " ms\n";
    // A single run cannot tell whether that is long: it is reported, and no failure.
    if (report.waiting != feed::Waiting::nothing)
        std::cout << "what is left of the feed waits: " << feed::name(report.waiting) << " after row "
                  << report.last_row << '\n';
}

} // namespace

ExitCode ingest(const Invocation& invocation, const IngestOptions& /*options*/) {
    auto settings = invocation.settings();
    settings.quality.every = {}; // the daemon's task: `padchestd quality` is the single run
    settings.verify.every = {};  // likewise
    util::use_one_heap();
    open_log(settings.logging);
    (void)std::signal(SIGPIPE, SIG_IGN);
    ProgressDisplay progress(invocation.clock);
    operation::Monitor monitor(settings, invocation.clock);
    padchestd::ingest::Cycle cycle(
        settings, mappings(), invocation.clock,
        {{},
         [&](const padchestd::ingest::Progress& at) { progress.show(at); },
         [&](const padchestd::ingest::CycleReport& report, pg::Connection* connection) {
             monitor.cycle_ended(report, connection);
         },
         [&] { monitor.work_begins(); }});
    padchestd::ingest::CycleReport report;
    run_interruptible([&](const std::stop_token& stop) { report = cycle.run(stop); });
    progress.end();
    log::close();
    print_summary(report);
    if (report.problem) throw util::Failure(*report.problem);
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
