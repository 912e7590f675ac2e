#pragma once
// How far the store was when an export began, and which studies were written since then: by the batches of
// the ledger, not by a clock, so that a batch that was on its way is never missed.

#include "pg/connection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace padchestd::fhir {

// The last batch of a feed.
struct FeedMark {
    std::string feed;
    std::int64_t batch = 0;
    std::string committed_at; // tells a store that was restored and went on from the one it was before

    friend bool operator==(const FeedMark&, const FeedMark&) = default;
};

struct Checkpoint {
    std::vector<FeedMark> feeds;   // by name
    std::int64_t pool_version = 0; // raised where patients are added, corrected or drawn again
    std::string time;              // RFC 3339: the server's

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

[[nodiscard]] Checkpoint read_checkpoint(pg::Connection& connection);

// Stretches of the feeds that batches after the checkpoint read: what they wrote carries a position in one.
// As four literals of arrays for unnest: feed, generation, first byte, byte after the last one.
struct Stretches {
    std::string feeds, generations, begins, ends;
};

// Throws util::Failure (data) where the store does not continue what the checkpoint is of, and where its
// pool of patients was changed.
[[nodiscard]] Stretches written_since(pg::Connection& connection, const Checkpoint& checkpoint);

} // namespace padchestd::fhir
