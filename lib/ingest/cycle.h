#pragma once
// One cycle: the one place where feed, clinical, store, warehouse and dashboard meet. Blocking; runs on the
// daemon's worker thread, or once for `ingest --once`.

#include "clinical/mapping.h"
#include "config/settings.h"
#include "feed/waiting.h"
#include "util/clock.h"
#include "util/exit_code.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace padchestd::ingest {

enum class CycleState {
    worked,   // something was committed
    idle,     // all there was had been read before; nothing was written
    no_feed,  // no file, or not even a whole header line yet: waiting for it
    standby,  // another daemon holds the feed: waiting for it to end
    paused,   // the circuit breaker: an operator has to say go on
    degraded, // a failure; what was committed stands, the rest is tried again
    stopped,  // asked to stop while working; the running batch was rolled back or committed whole
};
[[nodiscard]] const char* name(CycleState state);

// What a cycle did. Counts are of this cycle.
struct CycleReport {
    CycleState state = CycleState::idle;
    std::string problem; // set when degraded, paused, standby, no_feed: what was attempted, on what
    std::string hint;    // and what to check next
    util::ExitCode exit_code = util::ExitCode::ok; // how `ingest --once` ends
    std::chrono::milliseconds retry_after{0};      // degraded: try again then (backoff); 0: at the next tick
    std::int64_t batch = 0;                        // the last batch's id, ever
    std::int64_t last_row = 0;                     // records read, ever, of this generation
    std::int64_t batches = 0, records = 0, bytes = 0;
    std::int64_t loaded = 0, unchanged = 0, superseded = 0, quarantined = 0; // records
    std::int64_t inserted = 0, updated = 0;         // encounters and procedures and reports
    std::uint64_t lag_bytes = 0;                    // bytes of the feed not yet read
    feed::Waiting waiting = feed::Waiting::nothing; // what keeps them from being read
    std::optional<feed::Hole> hole;                 // while waiting for one: the first
    std::int64_t refreshed = 0;                     // encounters the warehouse followed
    bool state_file_failed = false, dashboard_failed = false,
         log_failed = false; // rows committed all the same: degraded
    bool gives_up = false;   // no later cycle can do better: the daemon is to end, with exit_code
    std::chrono::milliseconds duration{0};
};

// Where a long cycle is, after each committed batch: for a progress bar.
struct Progress {
    std::uint64_t bytes_done = 0, bytes_total = 0;
    std::int64_t records = 0; // of this cycle
};

struct CycleHooks {
    std::function<void()> on_wait; // about every 200 ms while the database works: feeds the watchdog
    std::function<void(const Progress&)> on_progress;
};

class Cycle {
  public:
    // `mappings` and `clock` outlive it. Opens nothing. Throws util::Failure (config) where no mapping is of
    // feed.format, as configure() does.
    Cycle(config::Settings settings, const clinical::Mappings& mappings, const util::Clock& clock,
          CycleHooks hooks);
    ~Cycle();

    // Connects if need be, migrates and seeds an empty database, follows the feed to its end in batches,
    // writes the state file after each, refreshes the warehouse, rewrites the dashboard. A stop is final for
    // this object. Every failure comes back in the report; nothing is thrown but defects. Logs one summary
    // line (event cycle_done), and a line at each change of state.
    [[nodiscard]] CycleReport run(const std::stop_token& stop);

    // New settings from the next run on (HUP). A changed feed or database opens anew.
    void configure(config::Settings settings);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::ingest
