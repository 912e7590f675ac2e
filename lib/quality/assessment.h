#pragma once
// A run of the checks over the whole store and warehouse, and its results in ingest.quality_results.

#include "pg/connection.h"
#include "quality/thresholds.h"
#include "util/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::quality {

struct CheckResult {
    std::string category, name, description;
    std::int64_t checked_rows = 0, failing_rows = 0;
    double threshold = 0; // the greatest share of failing rows that passes
    bool passed = false;

    [[nodiscard]] double failing_share() const;
};

struct Assessment {
    std::int64_t run = 0;              // its number in the database
    std::string checked_at;            // RFC 3339
    std::string feed;                  // of the configuration
    std::optional<std::int64_t> batch; // the feed's last one that it saw
    std::vector<CheckResult> results;  // of the checks that are on

    [[nodiscard]] std::size_t failed() const;
};

// Runs the checks that are on in one snapshot, and stores what they found; of all runs the last 1,000 are
// kept. Each check reads its tables whole. `connection` is outside a transaction. Throws pg::Error; nothing
// is then stored.
[[nodiscard]] Assessment assess(pg::Connection& connection, const Thresholds& thresholds,
                                const std::string& feed, const util::Clock& clock);

} // namespace padchestd::quality
