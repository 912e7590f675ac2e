#include "operation/alarm.h"

#include "log/event.h"

#include <algorithm>
#include <cmath>

namespace padchestd::operation {

namespace {

using util::ExitCode;

constexpr std::string_view kWarehouseLag = kAlarmNames[0];
constexpr std::string_view kQuarantineGrowth = kAlarmNames[1];
constexpr std::string_view kDiskSpace = kAlarmNames[2];
constexpr std::string_view kClockSkew = kAlarmNames[3];
constexpr std::string_view kWarehouseDifference = kAlarmNames[4];

std::string whole(double seconds) {
    return std::to_string(std::llround(seconds));
}

void judge_figures(const config::AlarmSettings& settings, const Figures& figures, util::WallTime now,
                   std::vector<Alarm>& raised) {
    using Seconds = std::chrono::duration<double>;
    if (settings.warehouse_lag.count() > 0 && figures.oldest_change) {
        const double age = Seconds(now.time_since_epoch()).count() - *figures.oldest_change;
        if (age > Seconds(settings.warehouse_lag).count())
            raised.push_back({kWarehouseLag,
                              "the warehouse has not followed a change for " + whole(age) + " s",
                              "does the daemon run, and what does its last `degraded` line name? "
                              "`padchestd refresh` shows whether a refresh succeeds",
                              ExitCode::temporary});
    }
    if (settings.quarantine_per_day > 0 &&
        figures.quarantine_last_day() > static_cast<std::int64_t>(settings.quarantine_per_day))
        raised.push_back({kQuarantineGrowth,
                          std::to_string(figures.quarantine_last_day()) +
                              " records were quarantined within the last 24 hours, and are open",
                          "has the export changed? `padchestd quarantine list` shows the reasons",
                          ExitCode::data});
    if (settings.clock_skew.count() > 0 &&
        std::abs(figures.clock_skew) > Seconds(settings.clock_skew).count())
        raised.push_back({kClockSkew,
                          "the clocks of this machine and of the database's differ by " +
                              whole(std::abs(figures.clock_skew)) + " s",
                          "is the time synchronized on both? `timedatectl` shows it", ExitCode::temporary});
    if (!figures.different_tables.empty())
        raised.push_back({kWarehouseDifference,
                          "the warehouse is not what the store says: " +
                              std::to_string(figures.different_rows) + " rows of " + figures.different_tables,
                          "who may write to dwh? `padchestd refresh --full` mends it", ExitCode::difference});
}

} // namespace

std::vector<Alarm> alarms(const config::AlarmSettings& settings, const std::optional<Figures>& figures,
                          std::span<const DiskSpace> disks, util::WallTime now) {
    std::vector<Alarm> raised;
    if (figures) judge_figures(settings, *figures, now, raised);
    for (const auto& disk : disks) {
        if (disk.free_bytes >= settings.disk_free) continue;
        raised.push_back({kDiskSpace,
                          "only " + std::to_string(disk.free_bytes >> 20U) + " MiB are free for " +
                              std::string(disk.key) + " in " + disk.folder.string(),
                          "what fills this file system? `df -h` and `du -x` show it", ExitCode::io});
        break; // one line an alarm: the first file system is the one to look at
    }
    return raised;
}

void AlarmLog::look(std::span<const Alarm> raised, bool figures_known) {
    std::set<std::string_view> now;
    for (const auto& alarm : raised) {
        now.insert(alarm.name);
        if (!raised_.insert(alarm.name).second) continue;
        log::event(log::Level::warning, "alarm_raised",
                   {{"alarm", alarm.name}, {"problem", alarm.problem}, {"hint", alarm.hint}});
    }
    for (auto at = raised_.begin(); at != raised_.end();) {
        const bool can_tell = figures_known || *at == kDiskSpace;
        if (now.contains(*at) || !can_tell) {
            ++at;
            continue;
        }
        log::event(log::Level::info, "alarm_cleared", {{"alarm", *at}});
        at = raised_.erase(at);
    }
}

} // namespace padchestd::operation
