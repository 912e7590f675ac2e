#include "daemon/commands/commands.h"
#include "daemon/interruptible.h"
#include "daemon/mappings.h"
#include "daemon/progress_display.h"
#include "daemon/session.h"
#include "daemon/text_upkeep.h"
#include "dashboard/writer.h"
#include "ingest/cycle.h"
#include "log/event.h"
#include "operation/monitor.h"
#include "util/failure.h"
#include "util/output_path.h"
#include "util/version.h"

#include <csignal>
#include <iostream>
#include <system_error>

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

// The page was written before the clusters were there.
void write_page_again(const config::Settings& settings, const util::Clock& clock,
                      const std::stop_token& stop) {
    if (settings.dashboard.file.empty()) return;
    auto connection = text_session(settings, stop);
    try {
        padchestd::dashboard::write(
            connection, settings.dashboard.file,
            {settings.privacy.small_cells, settings.feed.name, std::string(util::version())}, clock);
    } catch (const std::system_error& error) {
        throw util::Failure(error.what(), util::output_hint(error.code()) + " (dashboard.file)",
                            ExitCode::cannot_create);
    }
}

// What `run` does beside its cycles. The vector index is left to it and to `text fit`: it takes longer than
// the load, and searches do without.
text_store::Upkeep keep_text_up(const config::Settings& settings, const util::Clock& clock,
                                const std::stop_token& stop) {
    text_store::UpkeepOptions options;
    options.least_reports = static_cast<std::int64_t>(settings.text.least_reports);
    options.index = false;
    auto done = keep_text_up_at_once(settings, options, clock, stop);
    log_upkeep(done);
    if (done.switched || done.settled > 0) write_page_again(settings, clock, stop);
    return done;
}

void print_text(const text_store::Upkeep& done) {
    if (done.switched)
        std::cout << "report vectors: model " << done.model << " fitted in " << done.fit_ms << " ms, "
                  << done.embedded << " reports embedded; " << done.duration_ms << " ms in all\n";
    else if (done.settled > 0)
        std::cout << "report vectors: " << done.settled << " reports caught up\n";
}

} // namespace

ExitCode ingest(const Invocation& invocation, const IngestOptions& options) {
    const auto settings = invocation.settings();
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
         }});
    padchestd::ingest::CycleReport report;
    text_store::Upkeep text;
    std::optional<util::Problem> text_problem; // the rows are loaded all the same, and reported first
    run_interruptible([&](const std::stop_token& stop) {
        report = cycle.run(stop);
        progress.end();
        using padchestd::ingest::CycleState;
        if (options.no_text || (report.state != CycleState::worked && report.state != CycleState::idle))
            return;
        try {
            text = keep_text_up(settings, invocation.clock, stop);
        } catch (const util::Failure& failure) {
            text_problem = failure.problem();
        }
    });
    log::close();
    print_summary(report);
    print_text(text);
    if (report.problem) throw util::Failure(*report.problem);
    if (text_problem) throw util::Failure(*text_problem);
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
