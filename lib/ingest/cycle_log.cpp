#include "ingest/cycle_log.h"

#include "log/event.h"

namespace padchestd::ingest {

namespace {

constexpr auto kSignOfLife = std::chrono::hours(1);

bool is_trouble(CycleState state) {
    return state == CycleState::degraded || state == CycleState::paused || state == CycleState::standby ||
           state == CycleState::no_feed || state == CycleState::waiting;
}

log::Level level_of(CycleState state) {
    switch (state) {
    case CycleState::degraded:
    case CycleState::paused:
        return log::Level::error;
    case CycleState::no_feed:
        return log::Level::warning;
    default:
        return log::Level::info;
    }
}

} // namespace

void CycleLog::write(const CycleReport& report) {
    if (report.batches > 0 || report.refreshed > 0) summary(report);
    change_of_state(report);
    sign_of_life(report);
}

void CycleLog::summary(const CycleReport& report) {
    log::event(log::Level::info, "cycle_done",
               {{"batch", report.batch},
                {"batches", report.batches},
                {"rows", report.records},
                {"loaded", report.loaded},
                {"unchanged", report.unchanged},
                {"superseded", report.superseded},
                {"rejected", report.quarantined},
                {"inserted", report.inserted},
                {"updated", report.updated},
                {"refreshed", report.refreshed},
                {"bytes", report.bytes},
                {"lag_bytes", report.lag_bytes},
                {"last_row", report.last_row},
                {"duration_ms", report.duration.count()}});
    last_line_ = clock_->steady();
}

void CycleLog::change_of_state(const CycleReport& report) {
    const util::Problem problem = report.problem.value_or(util::Problem{});
    const bool again = report.state == state_ && problem.what == problem_ && report.retry_after.count() == 0;
    if (report.state == CycleState::waiting && !again) {
        log::event(log::Level::error, "waiting",
                   {{"kind", name(report.wait->kind)},
                    {"seconds", report.wait->age.count()},
                    {"lag_bytes", report.wait->unread_bytes},
                    {"problem", problem.what},
                    {"hint", problem.hint}});
        last_line_ = clock_->steady();
    } else if (is_trouble(report.state) && !again) {
        log::event(
            level_of(report.state), name(report.state),
            {{"problem", problem.what}, {"hint", problem.hint}, {"retry_ms", report.retry_after.count()}});
        last_line_ = clock_->steady();
    } else if (!is_trouble(report.state) && is_trouble(state_)) {
        log::event(log::Level::info, "recovered", {{"from", name(state_)}, {"last_row", report.last_row}});
        last_line_ = clock_->steady();
    }
    state_ = report.state;
    problem_ = problem.what;
}

void CycleLog::sign_of_life(const CycleReport& report) {
    const auto now = clock_->steady();
    const bool first = last_line_ == util::SteadyTime{};
    // A log that failed is tried again by every cycle, so that it is known when it has recovered.
    if (!first && !report.log_failed && now - last_line_ < kSignOfLife) return;
    if (!first)
        log::event(log::Level::info, "alive", {{"state", name(report.state)}, {"last_row", report.last_row}});
    last_line_ = now;
}

} // namespace padchestd::ingest
