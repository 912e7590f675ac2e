#pragma once
// The first records of a feed, read and judged as a load would, and then forgotten.

#include "clinical/mapping.h"
#include "feed/tailer.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace padchestd::operation {

// The first records, as far as they were looked at.
struct RecordsLookedAt {
    std::int64_t read = 0;
    std::int64_t rejected = 0;
    std::map<std::pair<std::string, std::string>, std::int64_t> by_reason; // reason and column
    bool more = false;                                                     // there are others after them
};

// Reads at most `most` records, and what is left of their batch, of an open feed whose header fits `mapping`.
// Returns damage of the whole export, as far as these records show it.
[[nodiscard]] std::optional<std::string> look_at_first_records(feed::Tailer& tailer,
                                                               const clinical::Mapping& mapping,
                                                               std::int64_t most, RecordsLookedAt& looked);

} // namespace padchestd::operation
