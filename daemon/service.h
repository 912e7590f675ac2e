#pragma once
// The daemon's loop: ticks by absolute deadline, one cycle at a time on one worker thread, signals, systemd's
// watchdog and the heartbeat file. Knows neither the feed nor Postgres: what a cycle is comes as a function.

#include "config/settings.h"
#include "daemon/life_sign.h"
#include "ingest/cycle_report.h"
#include "util/clock.h"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace padchestd::daemon {

// What the loop drives. All of them outlive the service.
struct ServiceParts {
    std::function<ingest::CycleReport(std::stop_token)> cycle; // blocks; on the worker thread
    std::function<void(const config::Settings&)> configure;    // on the worker thread, between two cycles
    std::function<config::Settings()> reread; // reads the configuration again (HUP); throws util::Failure
    std::function<void(const config::LoggingSettings&)> open_log; // opens the log again (HUP)
    std::string version;
};

enum class Ending {
    orderly, // the worker has ended
    forced,  // the worker did not heed the stop in time: the process must end without waiting for it
    gave_up, // the cycle reported that no later one can do better; the worker has ended
    defect,  // the cycle threw, which it never should
};

class Service {
  public:
    // `life` is shown by the cycle's hooks. `stop_within`: from the first TERM to the end of run(), at most.
    Service(config::Settings settings, ServiceParts parts, const LifeSign& life, const util::Clock& clock,
            std::chrono::milliseconds stop_within = std::chrono::seconds(9));
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    // Runs a first cycle at once and one at each tick, until TERM or INT; a second one of these ends it
    // without waiting.
    // - A tick that falls into a running cycle is coalesced: counted, and reported when the cycle ends.
    // - A report with retry_after: the next attempt is then, and no tick comes before it.
    // - A report that gives up ends it.
    // - HUP: rereads the configuration (a broken one is logged, and the old one stays), opens the log again,
    // runs a cycle.
    [[nodiscard]] Ending run();

    // As TERM and HUP do; from any thread.
    void stop();
    void reload();

  private:
    struct Loop;
    std::unique_ptr<Loop> loop_;
};

} // namespace padchestd::daemon
