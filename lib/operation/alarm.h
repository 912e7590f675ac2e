#pragma once
// The alarms: conditions that an operator must know although the feed is still followed. Each is a line in
// the log when it is raised and when it is cleared, a problem in `status`, and a metric. docs/runbook.md
// has an entry for each.

#include "config/settings.h"
#include "operation/disk_space.h"
#include "operation/figures.h"
#include "util/clock.h"
#include "util/exit_code.h"

#include <array>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::operation {

// Every alarm's name: stable, as event names are.
inline constexpr std::array<std::string_view, 5> kAlarmNames{
    "warehouse_lag", "quarantine_growth", "disk_space", "clock_skew", "warehouse_difference"};

struct Alarm {
    std::string_view name; // one of kAlarmNames
    std::string problem;
    std::string hint;
    util::ExitCode exit_code = util::ExitCode::temporary;
};

// Those that these figures raise. `figures` none: the database is away, and only the disk can be judged.
[[nodiscard]] std::vector<Alarm> alarms(const config::AlarmSettings& settings,
                                        const std::optional<Figures>& figures,
                                        std::span<const DiskSpace> disks, util::WallTime now);

// Logs what was raised and cleared since the last look.
class AlarmLog {
  public:
    // `figures_known`: false leaves alone what only the database could clear.
    void look(std::span<const Alarm> raised, bool figures_known);

  private:
    std::set<std::string_view> raised_;
};

} // namespace padchestd::operation
