#include "operation/monitor.h"

#include "log/event.h"
#include "pg/error.h"
#include "util/atomic_file.h"
#include "util/output_path.h"
#include "util/version.h"

#include <system_error>
#include <utility>

namespace padchestd::operation {

Monitor::Monitor(const config::Settings& settings, const util::Clock& clock)
    : settings_(settings)
    , clock_(clock)
    , reader_(settings.feed.name, clock)
    , lineage_(clock) {
    metrics_.version = util::version();
    metrics_.feed = settings.feed.name;
    metrics_.started_at = clock.now();
}

void Monitor::configure(const config::Settings& settings) {
    if (settings.metrics.file != settings_.metrics.file) remove_file();
    if (settings.feed.name != settings_.feed.name ||
        settings.postgres.conninfo != settings_.postgres.conninfo)
        reader_ = FiguresReader(settings.feed.name, clock_);
    settings_ = settings;
    metrics_.feed = settings.feed.name;
}

void Monitor::remove_file() const {
    std::error_code ignored; // a file that stays tells its age
    if (!settings_.metrics.file.empty()) std::filesystem::remove(settings_.metrics.file, ignored);
}

// What is wrong with the database is the next cycle's to report.
void Monitor::read_figures(pg::Connection* connection) {
    metrics_.figures.reset();
    if (connection == nullptr) return;
    try {
        metrics_.figures = reader_.read(*connection);
    } catch (const util::Failure&) { // NOLINT(bugprone-empty-catch): padchestd_database_up is 0
    }
}

void Monitor::write_file() {
    if (settings_.metrics.file.empty()) return;
    try {
        util::write_atomically(settings_.metrics.file, metrics_text(metrics_), util::Readable::by_everyone,
                               util::Lasting::while_running);
        failing_ = false;
    } catch (const std::system_error& error) {
        if (std::exchange(failing_, true)) return;
        log::event(log::Level::warning, "metrics_failed",
                   {{"problem", error.what()},
                    {"hint", "does the folder of metrics.file exist, and may this user write there?"}});
    }
}

template<typename Write>
void Monitor::try_lineage(Write write) {
    if (settings_.lineage.file.empty()) return;
    try {
        write();
        lineage_failing_ = false;
    } catch (const std::system_error& error) {
        if (std::exchange(lineage_failing_, true)) return;
        log::event(
            log::Level::warning, "lineage_failed",
            {{"problem", error.what()}, {"hint", util::output_hint(error.code()) + " (lineage.file)"}});
    }
}

void Monitor::work_begins() {
    try_lineage([&] { lineage_.begin(settings_.lineage.file, settings_.feed); });
}

void Monitor::cycle_ended(const ingest::CycleReport& report, pg::Connection* connection) {
    metrics_.at = clock_.now();
    metrics_.last = report;
    metrics_.sums.add(report);
    metrics_.log_dropped = log::dropped();
    read_figures(connection);
    metrics_.disks = disk_space(settings_);
    metrics_.alarms = alarms(settings_.alarms, metrics_.figures, metrics_.disks, metrics_.at);
    log_.look(metrics_.alarms, metrics_.figures.has_value());
    write_file();
    try_lineage([&] { lineage_.append(settings_.lineage.file, settings_.feed, report, connection); });
}

} // namespace padchestd::operation
