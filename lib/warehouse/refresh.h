#pragma once
// Brings the star schema up to the clinical store, by the keys that changed since the last refresh.

#include "pg/connection.h"
#include "util/clock.h"

#include <cstdint>
#include <functional>
#include <string>

namespace padchestd::warehouse {

struct RefreshResult {
    std::int64_t encounters = 0; // distinct encounters whose facts were replaced
    std::int64_t members = 0;    // dimension members applied
    bool full = false; // the whole warehouse was rebuilt (asked for, first load, or most of it had changed)
    bool changed = false; // anything was written
    bool damaged = false; // it contradicted itself or was emptied by hand, and was rebuilt: worth a warning
    std::string reason;   // why it was rebuilt: `asked for`, `first load`, `most of the store changed`, or
                          // what was found damaged; empty where it was not
};

// One transaction and one snapshot, under the warehouse's lock (held on ingest.warehouse_state): claims the
// queued keys, replaces their facts, applies signed differences to the aggregates, deletes the claimed rows.
// With an empty queue it writes nothing and takes no lock. A warehouse that is found damaged is rebuilt
// whole, in the same call. `connection` is outside a transaction. Throws pg::Error; the queue is then as it
// was.
RefreshResult refresh(pg::Connection& connection, const util::Clock& clock);

// A second session that works beside a first warehouse, in a transaction of its own.
struct SecondSession {
    // Is to begin in `snapshot` (SET TRANSACTION SNAPSHOT) and to call fill_report_tables(); on a cluster,
    // whose nodes have no snapshot in common, it is empty, and the tables are filled here.
    std::function<void(const std::string& snapshot)> begin;
    // Commits, and returns what fill_report_tables() returned.
    std::function<std::string()> finish;
};

// The first warehouse, where none holds an encounter (else nothing is done, and the second session is not
// begun). It is finished once all else is filled, and before the store's tables are analyzed; both of its
// functions may throw: the warehouse is undone then. Until finish() returns this session holds no lock on the
// store's tables but a reader's.
RefreshResult refresh_first(pg::Connection& connection, const util::Clock& clock,
                            const SecondSession& second);

// Whether the last refresh left no encounter, or there was none.
[[nodiscard]] bool is_first(pg::Connection& connection);

// Rebuilds dwh from ods, and drops the queue that this snapshot covers: the fallback, and the first load.
RefreshResult refresh_full(pg::Connection& connection, const util::Clock& clock);

struct RefreshLag {
    std::int64_t encounters = 0; // queued
    std::int64_t members = 0;
    std::string oldest; // RFC 3339 of the oldest change; empty when there is none
};
[[nodiscard]] RefreshLag refresh_lag(pg::Connection& connection);

} // namespace padchestd::warehouse
