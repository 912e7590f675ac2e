#pragma once
// How far a long cycle is: a bar on a terminal, now and then a log line (catching_up) elsewhere. Short cycles
// show nothing.

#include "ingest/cycle_report.h"
#include "util/clock.h"

#include <optional>
#include <string>

namespace padchestd::daemon {

class ProgressDisplay {
  public:
    // Draws on standard error if that is a terminal.
    explicit ProgressDisplay(const util::Clock& clock);

    void show(const ingest::Progress& progress); // after each batch
    void end();                                  // of the cycle: clears the bar

  private:
    const util::Clock& clock_;
    bool terminal_;
    bool drawn_ = false;
    std::optional<util::SteadyTime> began_; // of this cycle's first batch
    util::SteadyTime next_;
    std::uint64_t bytes_at_begin_ = 0;
};

// `[#####···············]  25 %  25.0 of 99.2 MB  40215 records  31 s left`; no time left where it cannot be
// told yet.
[[nodiscard]] std::string progress_bar(const ingest::Progress& progress,
                                       std::optional<std::chrono::seconds> left);

} // namespace padchestd::daemon
