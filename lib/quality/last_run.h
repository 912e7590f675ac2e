#pragma once
// The last run of the checks that is stored, whoever ran it and for whichever feed: the checks are of the
// whole store.

#include "pg/connection.h"
#include "util/clock.h"

#include <cstdint>
#include <optional>

namespace padchestd::quality {

struct LastRun {
    std::int64_t run = 0;      // its number in the database
    util::WallTime checked_at; // when it began, to a second
};

// Nothing where none is stored. Throws pg::Error.
[[nodiscard]] std::optional<LastRun> last_run(pg::Connection& connection);

} // namespace padchestd::quality
