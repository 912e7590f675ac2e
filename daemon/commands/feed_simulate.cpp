#include "daemon/commands/commands.h"
#include "daemon/interruptible.h"
#include "simulator/feed_writer.h"
#include "util/failure.h"

#include <unistd.h>

#include <condition_variable>
#include <iostream>
#include <mutex>
#include <stdexcept>

namespace padchestd::daemon::commands {

namespace {

// Ends early when the stop is requested.
void sleep_for(std::chrono::milliseconds time, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock lock(mutex);
    changed.wait_for(lock, stop, time, [] { return false; });
}

} // namespace

ExitCode feed_simulate(const Invocation& invocation, const SimulateOptions& options) {
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    simulator::WriteResult written;
    try {
        run_interruptible([&](std::stop_token stop) {
            simulator::WriteHooks hooks;
            hooks.sleep = [&stop](std::chrono::milliseconds time) { sleep_for(time, stop); };
            if (terminal)
                hooks.on_progress = [](std::uint64_t rows) {
                    std::cerr << '\r' << rows << " records\x1b[K" << std::flush;
                };
            written = simulator::write_feed(options.output, options.feed, options.how, invocation.clock,
                                            hooks, stop);
        });
    } catch (const std::invalid_argument& error) { // its text names the option, and there is no row yet
        throw util::Failure(error.what(), "what does `padchestd feed simulate --help` allow?",
                            ExitCode::usage);
    }
    if (terminal) std::cerr << "\r\x1b[K";
    std::cout << options.output.string() << ": " << written.rows << " records, " << written.bytes << " bytes";
    if (written.bad_rows > 0) std::cout << ", " << written.bad_rows << " of the records bad on purpose";
    std::cout << (written.stopped ? "; stopped\n" : "\n");
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
