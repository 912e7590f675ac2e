#pragma once
// Checks that every byte of the feed that was read is accounted for: compares the ledger with itself and
// with the tables, and, where the feed can be read, with an independent reading of it, record by record.

#include "clinical/mapping.h"
#include "config/settings.h"
#include "pg/connection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace padchestd::operation {

struct AuditReport {
    std::int64_t generations = 0, batches = 0;
    std::int64_t ledger_bytes = 0; // of all generations
    std::int64_t feed_records = 0; // re-read: the present generation; of a series all generations
    std::int64_t feed_bytes = 0;
    std::int64_t files_read = 0,
                 files_away = 0;          // of a series; away: missing, or replaced by another file
    bool feed_read = false;               // false: no feed to read, or a newer generation is there
    std::vector<std::string> differences; // the first kMostDifferences, in feed order; positions, no content
};

inline constexpr std::size_t kMostDifferences = 10;

// Reads in one snapshot; writes nothing. Throws pg::Error, util::Failure.
[[nodiscard]] AuditReport audit(pg::Connection& connection, const config::Settings& settings,
                                const clinical::Mapping& mapping);

} // namespace padchestd::operation
