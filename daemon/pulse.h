#pragma once
// Whether the daemon lives, kept for those who watch it: the heartbeat file for `status`, and the answer to
// systemd's watchdog. On the service's main thread.

#include "config/settings.h"
#include "daemon/life_sign.h"
#include "ingest/cycle_report.h"
#include "operation/heartbeat.h"
#include "util/clock.h"

#include <string>

namespace padchestd::daemon {

class Pulse {
  public:
    // `life` is shown by the worker. Writes nothing yet.
    Pulse(const config::Settings& settings, std::string version, const LifeSign& life,
          const util::Clock& clock);

    void configure(const config::Settings& settings); // removes the file of the settings before

    // The heartbeat is written once a tick at most: when the cycle of this tick ends, or at the next tick
    // where it has not ended before. Best effort: a failure is logged once, and the work goes on.
    void start();
    void tick(std::uint64_t coalesced_ticks);
    void cycle_started();
    void cycle_ended(const ingest::CycleReport& report);
    void end(); // removes the file

    // For the watchdog: whether the worker rests, or showed life since the last call.
    [[nodiscard]] bool shows_life();

  private:
    bool look(std::uint64_t& seen);
    void beat();
    void remove() const;

    config::StateSettings files_;
    operation::Heartbeat beat_;
    const LifeSign& life_;
    const util::Clock& clock_;
    std::uint64_t seen_by_watchdog_ = 0;
    std::uint64_t seen_by_tick_ = 0;
    bool due_ = false; // nothing was written since the last tick
    bool failing_ = false;
};

} // namespace padchestd::daemon
