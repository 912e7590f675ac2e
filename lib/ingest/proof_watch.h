#pragma once
// When the daemon compares a part of the warehouse with the store (verify.every), and what becomes of what it
// finds. Not the comparison: warehouse/rolling_proof.h.

#include "config/settings.h"
#include "pg/connection.h"
#include "util/clock.h"

#include <optional>

namespace padchestd::ingest {

class ProofWatch {
  public:
    // Compares the next part where it is due, by this daemon's clock and the time that the last part stored:
    // the parts of a turn are spread over verify.every, and not made up for after an absence. `busy`: the
    // cycle has loaded something; the part then waits for an idle one, but not for longer than as long again.
    // Logs warehouse_difference, and warehouse_proved at the end of a turn. A part that failed is logged
    // (warehouse_unproved), and tried again when the next one is due. Does nothing on a cluster, whose nodes
    // have no snapshot in common. Throws pg::Error where the connection broke, pg::Interrupted at a stop.
    void look(pg::Connection& connection, const config::Settings& settings, const util::Clock& clock,
              bool busy);

    void forget() { due_.reset(); } // another database, or another verify.every

  private:
    [[nodiscard]] std::optional<util::SteadyTime>
    due(pg::Connection& connection, const config::Settings& settings, const util::Clock& clock);
    void prove(pg::Connection& connection, const util::Clock& clock);

    std::optional<util::SteadyTime> due_;  // none: not known
    std::chrono::milliseconds interval_{}; // from one part to the next, as of the last look
};

} // namespace padchestd::ingest
