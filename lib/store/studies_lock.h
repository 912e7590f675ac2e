#pragma once
// One transaction at a time writes studies, whichever feed they are of.

#include "pg/connection.h"

#include <cstdint>

namespace padchestd::store {

inline constexpr std::int64_t kStudiesLock = 0x73747564696573; // "studies" in ASCII: an advisory lock's key

// Waits for whoever writes studies, and keeps the next one waiting until the transaction ends. After the
// checkpoint's row is locked, not before: every batch takes the two in this order.
void lock_studies(pg::Connection& connection);

} // namespace padchestd::store
