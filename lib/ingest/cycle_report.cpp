#include "ingest/cycle_report.h"

namespace padchestd::ingest {

FeedCounts& FeedCounts::operator+=(const FeedCounts& other) {
    batches += other.batches;
    records += other.records;
    bytes += other.bytes;
    loaded += other.loaded;
    unchanged += other.unchanged;
    superseded += other.superseded;
    quarantined += other.quarantined;
    inserted += other.inserted;
    updated += other.updated;
    return *this;
}

const char* name(CycleState state) {
    switch (state) {
    case CycleState::worked:
        return "worked";
    case CycleState::idle:
        return "idle";
    case CycleState::no_feed:
        return "no_feed";
    case CycleState::standby:
        return "standby";
    case CycleState::waiting:
        return "waiting";
    case CycleState::paused:
        return "paused";
    case CycleState::degraded:
        return "degraded";
    case CycleState::stopped:
        return "stopped";
    }
    return "degraded";
}

} // namespace padchestd::ingest
