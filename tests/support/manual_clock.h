#pragma once
// A clock that a test moves by hand.

#include "util/clock.h"

namespace padchestd::tests {

class ManualClock final : public util::Clock {
  public:
    // 2020-01-01 00:00:00 UTC, and an hour on the monotonic clock.
    [[nodiscard]] util::WallTime now() const override { return now_; }
    [[nodiscard]] util::SteadyTime steady() const override { return steady_; }

    // Time passes: both clocks advance.
    void advance(std::chrono::nanoseconds by) {
        now_ += std::chrono::duration_cast<util::WallTime::duration>(by);
        steady_ += by;
    }

    // Someone sets the calendar, by a day backwards if they like; the monotonic clock does not notice.
    void set(util::WallTime now) { now_ = now; }

  private:
    util::WallTime now_{std::chrono::seconds{1'577'836'800}};
    util::SteadyTime steady_{std::chrono::hours{1}};
};

} // namespace padchestd::tests
