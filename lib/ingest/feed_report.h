#pragma once
// What a run of the feed did, as a value, and what a cycle reports of it.

#include "feed/waiting.h"
#include "ingest/cycle_report.h"
#include "ingest/wait_watch.h"
#include "store/checkpoint.h"
#include "util/clock.h"
#include "util/problem.h"

#include <cstdint>
#include <optional>

namespace padchestd::ingest {

enum class FeedEnd {
    read, // up to the end of what is complete
    no_feed,
    standby,
    paused,
    feed_failed,     // the feed itself: the database can still be worked on
    database_failed, // the session cannot be used any more
    stopped,         // asked to: the running batch was committed whole or rolled back
};

// What a run did, also where it ended early.
struct FeedReport {
    FeedEnd end = FeedEnd::read;
    std::optional<util::Problem> problem; // none: read
    FeedCounts counts;
    std::optional<store::Checkpoint> checkpoint; // what the database holds, as far as this run knows
    // The last batch in the database when this run wrote its first one: it settles a commit in doubt
    // (ingest/commit_doubt.h). 0: none.
    std::int64_t found_batch = 0;
    bool commit_in_doubt = false; // database_failed: the connection broke while the next batch was committed
    std::uint64_t lag_bytes = 0;  // of the feed, not read
    std::optional<WaitKind> waits_for;              // none: all was read, or the run ended early
    std::optional<std::uint64_t> feed_size;         // none: no file with a header
    util::WallTime modified_at;                     // of that file
    feed::Waiting waiting = feed::Waiting::nothing; // what keeps them from being read
    std::optional<feed::Hole> hole;                 // while waiting for one: the first
    // read: the next file of the series waits for the end of the first load.
    bool next_file_waits = false;
    std::optional<util::Problem> out_of_order; // files that nobody reads (ingest/series_state.h)

    // Whether the database can be worked on, and this daemon is the one to do it.
    [[nodiscard]] bool lets_go_on() const {
        return end != FeedEnd::database_failed && end != FeedEnd::standby && end != FeedEnd::stopped;
    }
};

// Of two runs of one cycle: the second one's, with the counts of both.
[[nodiscard]] FeedReport both(const FeedReport& first, FeedReport second);

// `checkpoint`: as of the last look; none: nothing was ever read.
[[nodiscard]] CycleReport report_of(const FeedReport& feed,
                                    const std::optional<store::Checkpoint>& checkpoint);
[[nodiscard]] FeedSight sight_of(const FeedReport& feed, const std::optional<store::Checkpoint>& checkpoint);

} // namespace padchestd::ingest
