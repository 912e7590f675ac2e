#pragma once
// The last runs of the quality checks, as the page shows them. Not the checks: lib/quality.

#include "dashboard/cube.h"
#include "dashboard/writer.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace padchestd::dashboard {

// {"runs": [{"run", "at"}], "checks": [{"category", "name"}], "results": [[run, check, checked rows, failing
// rows, threshold, passed]]}, runs and checks by their place; both lists empty where nothing was checked.
// Inside the page's transaction, on a migrated database.
[[nodiscard]] nlohmann::json read_quality_trend(pg::Connection& connection, const Options& options);

// Whether the rows pass, as it is published. Under rounding (`least`) only where every pair of counts that
// would be published alike gives the same: a result beside a withheld count could tell it. Else nothing.
[[nodiscard]] std::optional<bool> published_result(std::int64_t checked, std::int64_t failing,
                                                   double threshold, bool passed, std::uint64_t least);

} // namespace padchestd::dashboard
