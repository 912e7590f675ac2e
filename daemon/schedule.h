#pragma once
// When the ticks are due: at start + n × interval, whatever the work between them takes, so that the clock
// never drifts. Reads no clock itself.

#include "util/clock.h"

#include <chrono>
#include <cstdint>

namespace padchestd::daemon {

class Schedule {
  public:
    Schedule(util::SteadyTime start, std::chrono::milliseconds interval)
        : next_(start + interval)
        , interval_(interval) {}

    [[nodiscard]] util::SteadyTime next() const { return next_; }
    [[nodiscard]] std::chrono::milliseconds interval() const { return interval_; }

    // At `now`: how many ticks have come due since the last call (0 where next() is still ahead). Moves on to
    // the first one after `now`.
    [[nodiscard]] std::uint64_t take_due(util::SteadyTime now);

  private:
    util::SteadyTime next_;
    std::chrono::milliseconds interval_;
};

} // namespace padchestd::daemon
