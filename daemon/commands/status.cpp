#include "operation/status.h"

#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "daemon/style.h"
#include "util/printable.h"

#include <unistd.h>

#include <chrono>
#include <cmath>
#include <iostream>
#include <thread>

namespace padchestd::daemon::commands {

namespace {

template<typename Number>
std::string text(const std::optional<Number>& number) {
    return number ? std::to_string(*number) : "?";
}

void print_feed(const operation::Status& status) {
    const auto& feed = status.feed;
    std::cout << "feed        " << feed.name << ": " << util::printable(feed.path);
    if (!feed.file.empty()) std::cout << ", file " << util::printable(feed.file);
    if (feed.size_bytes) std::cout << ", " << *feed.size_bytes << " bytes";
    std::cout << "\nposition    ";
    if (feed.generation) {
        std::cout << "row " << text(feed.last_row) << ", byte " << text(feed.byte_offset) << " of generation "
                  << *feed.generation << ", " << text(feed.lag_bytes) << " bytes behind";
    } else {
        std::cout << (status.database.schema_fits ? "nothing was read yet" : "?");
    }
    std::cout << "\nlast batch  ";
    if (status.last_batch)
        std::cout << *status.last_batch << " at " << status.last_batch_at;
    else
        std::cout << "none";
    std::cout << '\n';
}

void print_pause(const operation::FeedStatus& feed) {
    if (feed.paused_reason.empty()) return;
    std::cout << "paused      " << feed.paused_reason << '\n';
    for (const auto& reason : feed.pause_reasons) {
        std::cout << "  " << reason.records << ' ' << reason.reason;
        if (!reason.column.empty()) std::cout << " in " << reason.column;
        std::cout << ':';
        for (const auto& position : reason.first)
            std::cout << " row " << position.record_number + 1 << " at byte " << position.byte_offset
                      << (&position == &reason.first.back() ? "" : ",");
        std::cout << '\n';
    }
}

void print_problems(const operation::Status& status) {
    if (status.problems.empty()) std::cout << "healthy\n";
    for (const auto& problem : status.problems)
        std::cout << "problem     " << util::printable(problem.what)
                  << "\n  hint:     " << util::printable(problem.hint) << '\n';
}

void print_database(const operation::Status& status) {
    const auto& database = status.database;
    std::cout << "warehouse   " << text(status.warehouse_lag_encounters) << " encounters and "
              << text(status.warehouse_lag_members) << " members behind";
    if (!status.warehouse_oldest_change.empty()) std::cout << ", since " << status.warehouse_oldest_change;
    std::cout << "\nquarantine  " << text(status.quarantine_open) << " open\n";
    if (status.unknown_stems)
        std::cout << "report text " << std::lround(*status.unknown_stems * 100)
                  << " % of the newest month's stems are unknown to the model\n";
    std::cout << "database    ";
    if (database.reachable) {
        std::cout << "PostgreSQL " << database.server_version << ", schema " << database.schema_version
                  << " of " << database.program_schema_version
                  << (database.patient_draw.empty() ? "" : ", patients by the draw " + database.patient_draw)
                  << (database.first_load ? ", a first load is under way" : "") << '\n';
    } else {
        std::cout << "not reachable\n";
    }
}

void print_daemon(const operation::Status& status) {
    std::cout << "daemon      ";
    if (!status.daemon) {
        std::cout << (status.daemon_unknown ? "?" : "not running here") << '\n';
        return;
    }
    const auto& beat = *status.daemon;
    std::cout << "pid " << beat.pid << ", version " << beat.version << ", "
              << (beat.working ? "working" : (beat.state.empty() ? "starting" : beat.state)) << ", heartbeat "
              << status.heartbeat_age_s << " s ago\n";
}

void print_panel(const operation::Status& now) {
    std::cout << Style::of_standard_output().bold("padchestd   " + now.version) << '\n';
    print_feed(now);
    print_pause(now.feed);
    print_database(now);
    print_daemon(now);
    print_problems(now);
}

// Until the command is interrupted.
[[noreturn]] void watch(const config::Settings& settings, const util::Clock& clock, double every) {
    const bool terminal = ::isatty(STDOUT_FILENO) == 1;
    for (;;) {
        const auto now = operation::read_status(settings, clock);
        std::cout << (terminal ? "\x1b[H\x1b[2J" : "") << now.at << '\n';
        print_panel(now);
        std::cout << std::flush;
        std::this_thread::sleep_for(std::chrono::duration<double>(every));
    }
}

} // namespace

ExitCode status(const Invocation& invocation, const StatusOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    if (options.watch) watch(settings, invocation.clock, options.every);
    const auto now = operation::read_status(settings, invocation.clock);
    if (options.json)
        std::cout << operation::status_json(now);
    else
        print_panel(now);
    return options.exit_code ? now.exit_code() : ExitCode::ok;
}

ExitCode feed_status(const Invocation& invocation, const StatusOptions& options) {
    if (options.json) return status(invocation, options);
    const auto settings = invocation.settings();
    open_quiet_log();
    const auto now = operation::read_status(settings, invocation.clock);
    print_feed(now);
    print_pause(now.feed);
    print_problems(now);
    return options.exit_code ? now.exit_code() : ExitCode::ok;
}

} // namespace padchestd::daemon::commands
