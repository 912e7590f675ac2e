#include "ingest/feed_report.h"

#include <utility>

namespace padchestd::ingest {

namespace {

CycleState state_of(const FeedReport& feed) {
    switch (feed.end) {
    case FeedEnd::read:
        break;
    case FeedEnd::no_feed:
        return CycleState::no_feed;
    case FeedEnd::standby:
        return CycleState::standby;
    case FeedEnd::paused:
        return CycleState::paused;
    case FeedEnd::feed_failed:
    case FeedEnd::database_failed:
        return CycleState::degraded;
    case FeedEnd::stopped:
        return CycleState::stopped;
    }
    return feed.counts.batches > 0 ? CycleState::worked : CycleState::idle;
}

} // namespace

FeedReport both(const FeedReport& first, FeedReport second) {
    second.counts += first.counts;
    return second;
}

CycleReport report_of(const FeedReport& feed, const std::optional<store::Checkpoint>& checkpoint) {
    CycleReport report;
    static_cast<FeedCounts&>(report) = feed.counts;
    report.state = state_of(feed);
    report.problem = feed.problem;
    report.lag_bytes = feed.lag_bytes;
    report.waiting = feed.waiting;
    report.hole = feed.hole;
    if (checkpoint) {
        report.batch = checkpoint->batch_id;
        report.last_row = static_cast<std::int64_t>(checkpoint->position.record_number);
    }
    return report;
}

FeedSight sight_of(const FeedReport& feed, const std::optional<store::Checkpoint>& checkpoint) {
    FeedSight sight;
    sight.waits_for = feed.waits_for;
    if (checkpoint)
        sight.read_up_to = {checkpoint->generation,
                            static_cast<std::int64_t>(checkpoint->position.byte_offset)};
    sight.unread_bytes = feed.lag_bytes;
    sight.feed_size = feed.feed_size;
    sight.modified_at = feed.modified_at;
    return sight;
}

} // namespace padchestd::ingest
