#pragma once
// How far the page's figures can be trusted: the feed's position, the warehouse's lag, quarantine, ledger.

#include "dashboard/writer.h"

#include <nlohmann/json_fwd.hpp>

namespace padchestd::dashboard {

// Inside the page's transaction, on a migrated database. `feed` is null in it where this feed was never read.
[[nodiscard]] nlohmann::json read_stamp(pg::Connection& connection, const Options& options);

// The stamp of a database without the daemon's books.
[[nodiscard]] nlohmann::json no_stamp();

} // namespace padchestd::dashboard
