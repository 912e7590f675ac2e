#pragma once
// How long to wait before trying again: doubled after each failure, capped, with jitter, so that many daemons
// do not come back at the same moment.

#include <algorithm>
#include <chrono>

namespace padchestd::ingest {

class Backoff {
  public:
    Backoff(std::chrono::milliseconds first, std::chrono::milliseconds most)
        : first_(first)
        , most_(most) {}

    // The wait after one more failure. `fraction` in [0, 1) is the caller's randomness: the wait lies between
    // half the step and the whole of it ("equal jitter").
    [[nodiscard]] std::chrono::milliseconds failed(double fraction) {
        const std::chrono::milliseconds step =
            std::min(most_, std::chrono::milliseconds(first_.count() << std::min(failures_, 20)));
        ++failures_;
        return step / 2 + std::chrono::milliseconds(
                              static_cast<std::int64_t>(static_cast<double>(step.count()) / 2 * fraction));
    }

    void succeeded() { failures_ = 0; }

  private:
    std::chrono::milliseconds first_;
    std::chrono::milliseconds most_;
    int failures_ = 0;
};

} // namespace padchestd::ingest
