#pragma once
// The proof that the warehouse equals the store: a rebuild from ods by SQL of its own, compared with dwh in
// both directions, all of it in one snapshot. Not a repair: that is refresh_full (warehouse/refresh.h). Nor
// the proof by parts that the daemon makes: warehouse/rolling_proof.h.

#include "pg/connection.h"
#include "util/clock.h"
#include "warehouse/proof.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace padchestd::warehouse {

// After each part of the comparison: encounters compared with their facts so far, and all of them.
using VerifyProgress = std::function<void(std::int64_t done, std::int64_t of)>;

// In one snapshot, under the warehouse's lock: applies the queue (as refresh does, and commits it), rebuilds
// every table of dwh from ods and compares; what differs is kept in ingest.warehouse_difference. Empty:
// equal. `connection` is outside a transaction. Throws pg::Error; nothing is then changed. Waits for a
// running refresh as long as the session's lock timeout.
[[nodiscard]] std::vector<Difference> verify(pg::Connection& connection, const util::Clock& clock,
                                             const VerifyProgress& progress = {});

// Every table that verify compares, by its name in dwh.
[[nodiscard]] std::vector<std::string> verified_tables();

} // namespace padchestd::warehouse
