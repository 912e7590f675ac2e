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
    bool full = false;           // the whole warehouse was rebuilt
    bool changed = false;        // anything was written
    bool damaged = false;        // it contradicted itself or was emptied by hand, and was rebuilt
    // Why it was rebuilt: `asked for`, `first load`, `most of the store changed`, or what was found damaged.
    // Empty: it was not.
    std::string reason;
};

// One transaction and one snapshot, under the warehouse's lock (held on ingest.warehouse_state): claims
// the queued keys by deleting them, replaces their facts, and applies signed differences to the aggregates.
// With an empty queue it writes nothing and takes no lock, unless it finds the warehouse damaged: then it
// rebuilds it whole in the same call. `connection` is outside a transaction. Throws pg::Error, and leaves
// the queue as before.
RefreshResult refresh(pg::Connection& connection, const util::Clock& clock);

// A second session that works beside a first warehouse, in a transaction of its own.
struct SecondSession {
    // Begins a transaction in `snapshot` (SET TRANSACTION SNAPSHOT) and calls fill_report_tables(). Empty
    // `snapshot`: on a cluster, whose nodes have no snapshot in common, refresh_first() fills them.
    std::function<void(const std::string& snapshot)> begin;
    // Commits, and returns what fill_report_tables() returned.
    std::function<std::string()> finish;
};

// Fills an empty warehouse, with a second session at work; does nothing where the warehouse holds an
// encounter. finish() is called once all else is filled, and before the store's tables are analyzed. Where
// begin() or finish() throws, the warehouse is undone. Until finish() returns, this session holds only
// readers' locks on the store's tables.
RefreshResult refresh_first(pg::Connection& connection, const util::Clock& clock,
                            const SecondSession& second);

// Whether the warehouse holds no encounter as of the last refresh, or was never filled.
[[nodiscard]] bool is_first(pg::Connection& connection);

// Rebuilds dwh from ods, and drops the queue that this snapshot covers: the fallback, and the first load.
RefreshResult refresh_full(pg::Connection& connection, const util::Clock& clock);

struct RefreshLag {
    std::int64_t encounters = 0; // queued
    std::int64_t members = 0;
    std::string oldest; // RFC 3339 of the oldest change; empty: nothing waits
};
[[nodiscard]] RefreshLag refresh_lag(pg::Connection& connection);

} // namespace padchestd::warehouse
