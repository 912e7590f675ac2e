#pragma once
// A batch whose commit had no answer, since the connection broke: nobody knows yet whether it is in the
// store.

#include "ingest/feed_report.h"

#include <cstdint>
#include <optional>

namespace padchestd::ingest {

class CommitDoubt {
  public:
    // After each run of the feed: settles the doubt where the run could tell, and begins one where its own
    // last commit had no answer. Logs both. `checkpoint`: as of the last look.
    void follow(const FeedReport& feed, const std::optional<store::Checkpoint>& checkpoint);

    // Another feed.
    void forget() { batch_.reset(); }

  private:
    void settle(const FeedReport& feed);

    std::optional<std::int64_t> batch_;
};

} // namespace padchestd::ingest
