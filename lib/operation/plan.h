#pragma once
// What the next `ingest --once` would do, without writing anything: the same reading, transformation and
// folding, over what the store holds. The run does the same, except for values that only the database refuses
// (none that the transformation knows of), and for changes in the meantime.

#include "clinical/mapping.h"
#include "config/settings.h"
#include "pg/connection.h"
#include "util/clock.h"

#include <cstdint>
#include <map>
#include <string>

namespace padchestd::operation {

struct Plan {
    std::string feed;
    std::int32_t generation = 0;    // that would be read
    std::string new_generation;     // why it would be opened; empty: it is the checkpoint's
    std::string paused_reason;      // not empty: the feed is paused, and nothing would be read
    bool would_pause = false;       // a batch would trip the circuit breaker: nothing of it counts below
    std::int64_t migrations = 0;    // that would be applied first
    std::int64_t patients = 0;      // synthetic ones that would be seeded
    std::uint64_t from = 0, to = 0; // bytes; after further files `to` is in the last one
    std::int64_t further_files = 0; // of a series, that would be begun: a generation each
    std::int64_t batches = 0, records = 0;
    std::int64_t new_records = 0;     // loaded, with a row that is not there yet
    std::int64_t changed_records = 0; // loaded, over rows that are there
    std::int64_t unchanged = 0, superseded = 0;
    std::map<std::string, std::int64_t> rejected; // by reason
    std::int64_t inserted = 0, updated = 0;       // rows of encounters, procedures and reports
    std::uint64_t lag_bytes = 0; // that would stay unread: an unfinished record, or after a pause

    [[nodiscard]] std::int64_t rejected_records() const;
};

// One snapshot, read only. Throws pg::Error; util::Failure (no_input: no feed yet; config: a schema that is
// neither empty nor this program's).
[[nodiscard]] Plan make_plan(pg::Connection& connection, const config::Settings& settings,
                             const clinical::Mapping& mapping, const util::Clock& clock);

// One object.
[[nodiscard]] std::string plan_json(const Plan& plan);

} // namespace padchestd::operation
