#pragma once
// What the worker shows while it works, so that the watchdog can tell a long statement from a thread that
// hangs.

#include <atomic>
#include <cstdint>

namespace padchestd::daemon {

class LifeSign {
  public:
    void show() noexcept { ++count_; }                                    // the worker
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; } // whoever watches it

  private:
    std::atomic<std::uint64_t> count_{0};
};

} // namespace padchestd::daemon
