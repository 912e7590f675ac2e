#include "ingest/quality_watch.h"

#include "log/event.h"
#include "pg/error.h"
#include "quality/assessment.h"
#include "quality/last_run.h"

#include <algorithm>
#include <chrono>
#include <string>

namespace padchestd::ingest {

namespace {

constexpr std::chrono::milliseconds kRetry = std::chrono::hours(1);

std::string failed_checks(const quality::Assessment& assessment) {
    std::string names;
    for (const auto& result : assessment.results)
        if (!result.passed) names += (names.empty() ? "" : ", ") + result.name;
    return names;
}

void log_run(const quality::Assessment& assessment, std::chrono::milliseconds duration) {
    log::event(assessment.failed() > 0 ? log::Level::warning : log::Level::info, "quality_checked",
               {{"run", assessment.run},
                {"checks", assessment.results.size()},
                {"failed", assessment.failed()},
                {"failed_checks", failed_checks(assessment)},
                {"duration_ms", duration.count()}});
}

} // namespace

std::int64_t QualityWatch::look(pg::Connection& connection, const config::Settings& settings,
                                const util::Clock& clock) {
    const auto last = quality::last_run(connection);
    if (is_due(settings, clock, last ? std::optional(last->checked_at) : std::nullopt))
        if (const auto fresh = run(connection, settings, clock)) return *fresh;
    return last ? last->run : 0;
}

bool QualityWatch::is_due(const config::Settings& settings, const util::Clock& clock,
                          const std::optional<util::WallTime>& last) const {
    const auto every = settings.quality.every;
    if (every.count() == 0) return false;
    if (failed_at_ && clock.steady() - *failed_at_ < std::min(every, kRetry)) return false;
    // By the calendar: a restart knows nothing else. A time far ahead was written by a clock that was wrong.
    return !last || clock.now() - *last >= every || *last - clock.now() >= every;
}

// Nothing where no result was stored: it failed, or every check is off.
std::optional<std::int64_t> QualityWatch::run(pg::Connection& connection, const config::Settings& settings,
                                              const util::Clock& clock) {
    const auto began = clock.steady();
    try {
        const auto thresholds = quality::read_thresholds(settings.quality.thresholds);
        const auto assessment = quality::assess(connection, thresholds, settings.feed.name, clock);
        failed_at_.reset();
        if (assessment.results.empty()) return std::nullopt;
        log_run(assessment, std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady() - began));
        return assessment.run;
    } catch (const pg::Interrupted&) {
        throw;
    } catch (const util::Failure& failure) {
        if (connection.broken()) throw;
        failed_at_ = clock.steady();
        log::event(log::Level::warning, "quality_unchecked",
                   {{"problem", failure.problem().what}, {"hint", failure.problem().hint}});
        return std::nullopt;
    }
}

} // namespace padchestd::ingest
