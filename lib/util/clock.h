#pragma once
// Time as the program sees it. Everything that reads a clock takes one of these, so that a test can move it
// by hand. Not a scheduler: the daemon's timer is Asio's.

#include <chrono>

namespace padchestd::util {

using WallTime = std::chrono::system_clock::time_point; // UTC
using SteadyTime = std::chrono::steady_clock::time_point;

class Clock {
  public:
    virtual ~Clock() = default;

    // The calendar's time: for stamps only. It may step backwards or by a day, so no duration is computed
    // from it.
    [[nodiscard]] virtual WallTime now() const = 0;

    // Monotonic: for durations and deadlines.
    [[nodiscard]] virtual SteadyTime steady() const = 0;
};

class SystemClock final : public Clock {
  public:
    [[nodiscard]] WallTime now() const override { return std::chrono::system_clock::now(); }
    [[nodiscard]] SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
};

} // namespace padchestd::util
