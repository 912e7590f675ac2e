#pragma once
// Batches that are read again ahead of their comparison, one after the other, on threads of their own where
// the ledger's bytes are worth one.

#include "operation/reread.h"

#include <deque>
#include <future>

namespace padchestd::operation {

class RereadAhead {
  public:
    // `bytes`: of the feed, that are to be read. `reread` outlives it, and is left alone meanwhile.
    RereadAhead(FeedReread& reread, std::uint64_t bytes);

    // Whether another one may begin: those that wait hold less than 24 MiB of the feed.
    [[nodiscard]] bool has_room() const;

    void begin(const LedgerBatch& batch, QuarantinedSpans quarantined);

    // The first one that was begun and not taken. Throws what reading it threw.
    [[nodiscard]] RereadBatch take();

  private:
    FeedReread& reread_;
    std::launch policy_;
    std::uint64_t bytes_ = 0; // of those that wait
    std::shared_future<void> last_end_;
    std::deque<std::future<RereadBatch>> batches_; // each waits for its thread when it is destroyed
};

} // namespace padchestd::operation
