#pragma once
// What a cycle did, as a value: for the log, the heartbeat, systemd and the command line.

#include "feed/waiting.h"
#include "ingest/wait_watch.h"
#include "util/problem.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace padchestd::ingest {

enum class CycleState {
    worked,   // something was committed
    idle,     // all there was had been read before; nothing was written
    no_feed,  // no file, or not even a whole header line yet: waiting for it
    standby,  // another daemon holds the feed: waiting for it to end
    waiting,  // for longer than it should: for the end of a record, a feed, another daemon, or growth
    paused,   // the circuit breaker: an operator has to look
    degraded, // a failure; what was committed is stored, the rest is tried again
    stopped,  // asked to stop while working; the running batch was rolled back or committed whole
};
[[nodiscard]] const char* name(CycleState state);

// What one cycle did with the feed.
struct FeedCounts {
    std::int64_t batches = 0, records = 0, bytes = 0;
    std::int64_t loaded = 0, unchanged = 0, superseded = 0, quarantined = 0; // records
    std::int64_t inserted = 0, updated = 0; // encounters, procedures and reports

    FeedCounts& operator+=(const FeedCounts& other);
};

// How long each part of a cycle took; 0: the cycle ended before it.
struct PhaseDurations {
    std::chrono::microseconds connect{0}; // and migrations, seeding
    std::chrono::microseconds feed{0};    // reading, transforming, loading
    std::chrono::microseconds indexes{0}; // the end of a first load
    std::chrono::microseconds refresh{0}; // the warehouse
    std::chrono::microseconds quality{0}; // the checks of the data
    std::chrono::microseconds dashboard{0};
    std::chrono::microseconds proof{0}; // a part of the warehouse against the store
};

struct CycleReport : FeedCounts {
    CycleState state = CycleState::idle;
    std::optional<util::Problem> problem;           // none: worked or idle, and all is well
    std::chrono::milliseconds retry_after{0};       // degraded: try again then (backoff); 0: at the next tick
    std::int64_t batch = 0;                         // the last batch's id, ever
    std::int64_t last_row = 0;                      // records read, ever, of this generation
    std::uint64_t lag_bytes = 0;                    // bytes of the feed not yet read
    std::optional<Wait> wait;                       // that is a problem: waiting, or paused for long
    feed::Waiting waiting = feed::Waiting::nothing; // what keeps them from being read
    std::optional<feed::Hole> hole;                 // while waiting for one: the first
    std::int64_t refreshed = 0;                     // encounters brought up to date in the warehouse
    // Failures that make a cycle degraded although its rows are committed.
    bool state_file_failed = false, dashboard_failed = false, log_failed = false;
    std::chrono::milliseconds duration{0};
    PhaseDurations phases;

    // How `ingest --once` ends.
    [[nodiscard]] util::ExitCode exit_code() const {
        return problem ? problem->exit_code : util::ExitCode::ok;
    }
    // No later cycle can do better: the daemon is to end.
    [[nodiscard]] bool gives_up() const { return problem && problem->final; }
};

// Where a long cycle is, after each committed batch: for a progress bar.
struct Progress {
    std::uint64_t bytes_done = 0;  // read in this cycle
    std::uint64_t bytes_total = 0; // with what is left: never less than bytes_done
    std::int64_t records = 0;      // of this cycle
};

} // namespace padchestd::ingest
