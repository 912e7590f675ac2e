#include "daemon/pulse.h"

#include "log/event.h"
#include "util/output_path.h"

#include <unistd.h>

#include <system_error>
#include <utility>

namespace padchestd::daemon {

Pulse::Pulse(const config::Settings& settings, std::string version, const LifeSign& life,
             const util::Clock& clock)
    : files_(settings.state)
    , life_(life)
    , clock_(clock) {
    beat_.pid = ::getpid();
    beat_.version = std::move(version);
    beat_.started_at = beat_.alive_at = clock.now();
    configure(settings);
}

void Pulse::configure(const config::Settings& settings) {
    if (settings.state.heartbeat != files_.heartbeat) remove();
    files_ = settings.state;
    beat_.feed = settings.feed.name;
    beat_.interval = settings.schedule.interval;
}

void Pulse::start() {
    beat();
}

void Pulse::tick(std::uint64_t coalesced_ticks) {
    beat_.coalesced_ticks = coalesced_ticks;
    static_cast<void>(look(seen_by_tick_));
    if (due_) beat();
    due_ = true;
}

void Pulse::cycle_started() {
    beat_.working = true;
}

void Pulse::cycle_ended(const ingest::CycleReport& report) {
    beat_.working = false;
    beat_.last_cycle_at = beat_.alive_at = clock_.now();
    beat_.state = name(report.state);
    beat_.problem = report.problem;
    beat_.waits_for = report.wait ? name(report.wait->kind) : "";
    beat_.waits_s = report.wait ? report.wait->age.count() : 0;
    beat_.duration_ms = report.duration.count();
    if (due_) beat();
}

void Pulse::end() {
    remove();
}

bool Pulse::shows_life() {
    return look(seen_by_watchdog_);
}

bool Pulse::look(std::uint64_t& seen) {
    const auto count = life_.count();
    const bool alive = !beat_.working || std::exchange(seen, count) != count;
    if (alive) beat_.alive_at = clock_.now();
    return alive;
}

void Pulse::beat() {
    due_ = false;
    if (files_.heartbeat.empty()) return;
    beat_.at = clock_.now();
    beat_.log_dropped = log::dropped();
    try {
        operation::write_heartbeat(files_.heartbeat, beat_);
        failing_ = false;
    } catch (const std::system_error& error) {
        if (std::exchange(failing_, true)) return;
        log::event(log::Level::warning, "heartbeat_failed",
                   {{"problem", error.what()},
                    {"hint", "does the folder of state.heartbeat exist, and may this user write there?"}});
    }
}

void Pulse::remove() const {
    if (!files_.heartbeat.empty()) util::remove_output(files_.heartbeat);
}

} // namespace padchestd::daemon
