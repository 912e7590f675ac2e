#include "ingest/commit_doubt.h"

#include "log/event.h"

namespace padchestd::ingest {

void CommitDoubt::follow(const FeedReport& feed, const std::optional<store::Checkpoint>& checkpoint) {
    settle(feed);
    if (!feed.commit_in_doubt) return;
    batch_ = checkpoint ? checkpoint->batch_id + 1 : 1;
    log::event(log::Level::warning, "commit_in_doubt", {{"batch", *batch_}});
}

// The commit succeeded where the run found its batch, and failed where the run wrote that batch itself.
// Before either, the commit may still be on its way.
void CommitDoubt::settle(const FeedReport& feed) {
    if (!batch_) return;
    const bool landed = feed.found_batch >= *batch_;
    if (!landed && feed.counts.batches == 0) return;
    log::event(log::Level::warning, "commit_settled", {{"batch", *batch_}, {"landed", landed}});
    batch_.reset();
}

} // namespace padchestd::ingest
