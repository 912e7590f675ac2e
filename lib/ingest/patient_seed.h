#pragma once
// Fills the pool of synthetic patients.

#include "pg/connection.h"
#include "util/clock.h"

#include <cstdint>

namespace padchestd::ingest {

// Adds synthetic patients until there are `count` of this seed. Returns how many were added.
std::int64_t seed_patients(pg::Connection& connection, std::uint64_t count, std::uint64_t seed,
                           const util::Clock& clock);

} // namespace padchestd::ingest
