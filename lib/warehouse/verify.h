#pragma once
// The proof that the warehouse equals the store: a rebuild from ods by SQL of its own, compared with dwh in
// both directions. Not a repair: that is refresh_full (warehouse/refresh.h).

#include "pg/connection.h"
#include "util/clock.h"

#include <cstdint>
#include <string>
#include <vector>

namespace padchestd::warehouse {

// A table of dwh that is not what the rebuild says. A row with a wrong value counts once as missing, once as
// surplus.
struct Difference {
    std::string table;             // `fact_encounter`
    std::int64_t missing_rows = 0; // the rebuild has them, dwh has not
    std::int64_t surplus_rows = 0; // dwh has them, the rebuild has not
};

// In one snapshot, under the warehouse's lock: applies the queue (as refresh does, and commits it), rebuilds
// every table of dwh from ods and compares. Empty: equal. `connection` is outside a transaction. Throws
// pg::Error; nothing is then changed. Waits for a running refresh as long as the session's lock timeout.
[[nodiscard]] std::vector<Difference> verify(pg::Connection& connection, const util::Clock& clock);

// Every table that verify compares, by its name in dwh.
[[nodiscard]] std::vector<std::string> verified_tables();

} // namespace padchestd::warehouse
