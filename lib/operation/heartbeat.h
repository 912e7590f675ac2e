#pragma once
// The heartbeat file: what a running daemon reports of itself once an interval, so that `status` can tell one
// that hangs from one that waits. Not the state file: nothing is decided from it, and it need not survive a
// reboot.

#include "ingest/cycle_report.h"
#include "util/clock.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace padchestd::operation {

struct Heartbeat {
    std::int64_t pid = 0;
    std::string version;
    std::string feed;
    util::WallTime started_at;
    util::WallTime at;       // when this was written
    util::WallTime alive_at; // when the worker last showed life, or had nothing to do
    std::chrono::milliseconds interval{0};
    bool working = false;                        // a cycle is running
    std::uint64_t coalesced_ticks = 0;           // since the start
    std::uint64_t log_dropped = 0;               // lines that could not be written, and were not reported yet
    std::optional<util::WallTime> last_cycle_at; // the end of the last cycle; none yet: nothing
    std::string state;                           // of the last cycle: name(CycleState); empty: none yet
    std::optional<util::Problem> problem;        // of the last cycle
    std::string waits_for;                       // name(WaitKind) of a wait that is a problem; empty: none
    std::int64_t waits_s = 0;                    // for so long
    std::int64_t duration_ms = 0;
};

// Atomically, with mode 0640: its problem may name paths and roles, which are for the daemon's group. Throws
// std::system_error.
void write_heartbeat(const std::filesystem::path& path, const Heartbeat& heartbeat);

// Nothing where there is no such file, or it is not one. Throws std::system_error where this user may not
// read it.
[[nodiscard]] std::optional<Heartbeat> read_heartbeat(const std::filesystem::path& path);

// A daemon that wrote nothing for two intervals and a bit, or whose worker showed no life for a minute and
// two intervals, hangs or is gone. (The file is written once an interval at most, so one missed writing is no
// sign yet.)
[[nodiscard]] bool is_silent(const Heartbeat& heartbeat, util::WallTime now);

} // namespace padchestd::operation
