#pragma once
// Batches that are read again ahead of their comparison, one after the other, on threads of their own where
// the ledger's bytes are worth one.

#include "operation/reread.h"

#include <deque>
#include <future>
#include <utility>
#include <vector>

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

    // Gives back what take() gave: a later one is read into its memory, which is warm.
    void give_back(RereadBatch spent) { spent_.push_back(std::move(spent)); }

  private:
    FeedReread& reread_;
    std::launch policy_;
    std::uint64_t bytes_ = 0; // of those that wait
    std::vector<RereadBatch> spent_;
    std::shared_future<void> last_end_;
    std::deque<std::future<RereadBatch>> batches_; // each waits for its thread when it is destroyed
};

} // namespace padchestd::operation
