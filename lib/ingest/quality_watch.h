#pragma once
// When the daemon runs the checks of the data (quality.every), and what becomes of a run that failed. Not the
// checks: lib/quality.

#include "config/settings.h"
#include "pg/connection.h"
#include "util/clock.h"

#include <cstdint>
#include <optional>

namespace padchestd::ingest {

class QualityWatch {
  public:
    // Runs the checks where the store's last run, by this daemon or by anybody else, is quality.every ago or
    // more. Returns the number of the last run that is stored; 0: none. Logs quality_checked. A run that
    // failed is logged (quality_unchecked), stores nothing, and is tried again after an hour or
    // quality.every, whichever is less. Throws pg::Error where the connection broke, pg::Interrupted at a
    // stop.
    std::int64_t look(pg::Connection& connection, const config::Settings& settings, const util::Clock& clock);

  private:
    [[nodiscard]] bool is_due(const config::Settings& settings, const util::Clock& clock,
                              const std::optional<util::WallTime>& last) const;
    [[nodiscard]] std::optional<std::int64_t> run(pg::Connection& connection,
                                                  const config::Settings& settings, const util::Clock& clock);

    std::optional<util::SteadyTime> failed_at_;
};

} // namespace padchestd::ingest
