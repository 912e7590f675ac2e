#pragma once
// The daemon's metrics as text. docs/metrics.md defines each; a test holds that page to this text. Numbers
// and the names of states, reasons and configuration keys only: never a cell's value.

#include "ingest/cycle.h"
#include "operation/alarm.h"
#include "operation/disk_space.h"
#include "operation/figures.h"
#include "util/clock.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::operation {

inline constexpr std::size_t kCycleStates = 8;

// Summed over the cycles of this process.
struct CycleSums {
    std::array<std::int64_t, kCycleStates> by_state{}; // by ingest::CycleState
    std::chrono::microseconds duration{0};
    ingest::PhaseDurations phases;

    void add(const ingest::CycleReport& report);
};

struct Metrics {
    std::string version, feed;
    util::WallTime started_at, at; // of the process; of these numbers
    ingest::CycleReport last;
    CycleSums sums;
    std::optional<Figures> figures; // none: the database cannot be asked
    std::vector<DiskSpace> disks;
    std::vector<Alarm> alarms;
    std::uint64_t log_dropped = 0;
};

[[nodiscard]] std::string metrics_text(const Metrics& metrics);

} // namespace padchestd::operation
