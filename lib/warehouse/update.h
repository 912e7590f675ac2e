#pragma once
// A transaction that holds the warehouse's lock, with a snapshot taken after the lock was granted: what
// refresh, a rebuild and verify work in. On a cluster, whose nodes have no snapshot in common, it holds up
// the batches as well, so that the store does not change while it works.

#include "pg/error.h"
#include "pg/transaction.h"
#include "util/clock.h"
#include "warehouse/increment.h"
#include "warehouse/refresh.h"

#include <optional>
#include <string>

namespace padchestd::warehouse {

struct RebuildReason {
    std::string text;     // RefreshResult::reason
    bool damaged = false; // RefreshResult::damaged
};

// Nothing is queued and no table was emptied. Takes no lock and writes nothing.
[[nodiscard]] bool nothing_to_do(pg::Connection& connection);

// Why following the queues would not do, if it would not: never built, damaged, or most of the store is
// queued.
[[nodiscard]] std::optional<RebuildReason> reason_to_rebuild(pg::Connection& connection);

// A row or a count of dwh is not what the last refresh left: what it writes contradicts what it finds.
[[nodiscard]] bool blames_warehouse(const pg::Error& error);

class Update {
  public:
    // Waits for another update as long as the session's lock timeout. Undone unless committed. On a cluster
    // as pg::settle_workers() besides.
    explicit Update(pg::Connection& connection);

    // Follows the queues, or rebuilds for a reason.
    RefreshResult bring_up(const util::Clock& clock, const std::optional<RebuildReason>& reason,
                           std::size_t encounters_at_once = kEncountersAtOnce);

    // Rebuilds with a second session beside (warehouse/refresh.h).
    RefreshResult build_first(const util::Clock& clock, const SecondSession& second);

    // On a cluster the tables are analyzed after the commit, and this may throw pg::Error for that; the next
    // update tries it again.
    void commit();

  private:
    RefreshResult end(RefreshResult result, const util::Clock& clock, const std::string& filled_elsewhere);

    pg::Connection& connection_;
    bool on_cluster_; // asked before the transaction, whose first query takes the snapshot
    pg::Transaction transaction_;
    std::optional<std::int64_t> to_analyze_; // encounters; set: analyze after the commit
};

} // namespace padchestd::warehouse
