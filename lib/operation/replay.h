#pragma once
// Loads a quarantined record again, after the cause of its rejection was mended. What a later position or
// generation wrote stays. Leaves a row in the ledger.

#include "clinical/mapping.h"
#include "config/settings.h"
#include "pg/connection.h"
#include "util/clock.h"

#include <cstdint>
#include <string>

namespace padchestd::operation {

enum class ReplayEnd {
    loaded,     // it gave rows
    unchanged,  // the store held all of it already
    superseded, // later records replaced all of it: nothing was written
    rejected,   // still; nothing was written, it stays in quarantine
    gone,       // its content expired, or was never kept and the feed no longer holds it
};
[[nodiscard]] const char* name(ReplayEnd end);

struct ReplayReport {
    ReplayEnd end = ReplayEnd::gone;
    std::string reason; // rejected: why, this time
    std::string column;
};

// One transaction. `connection` is outside one. Throws pg::Error; util::Failure (data) where there is no open
// record of that id.
[[nodiscard]] ReplayReport replay(pg::Connection& connection, std::int64_t quarantine_id,
                                  const config::Settings& settings, const clinical::Mapping& mapping,
                                  const util::Clock& clock);

} // namespace padchestd::operation
