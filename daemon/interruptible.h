#pragma once
// A single cycle that TERM, INT and HUP can stop in an orderly way.

#include "ingest/cycle.h"

#include <functional>
#include <stop_token>

namespace padchestd::daemon {

// Runs `cycle` on a thread of its own and waits for it. A signal requests the stop; a second one ends the
// process as it would without us. Rethrows what the cycle throws.
[[nodiscard]] ingest::CycleReport
run_interruptible(const std::function<ingest::CycleReport(std::stop_token)>& cycle);

} // namespace padchestd::daemon
