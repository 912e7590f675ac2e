#pragma once
// Holds back a batch that looks like a changed or damaged export: most of its records are rejected, or it
// differs much from the feed before it. Neither may its records be quarantined one by one, nor its rows be
// stored.

#include "config/settings.h"
#include "store/checkpoint.h"

#include <cstdint>

namespace padchestd::ingest {

// What the breaker looks at in a batch.
struct BatchTally {
    std::int64_t records = 0;
    std::int64_t rejected = 0;
    store::FeedProfile profile;

    BatchTally& operator+=(const BatchTally& other);
};

enum class Suspicion {
    none,
    rejected,   // too many records are rejected
    unlabelled, // many more images without a label than the feed had so far
    merged,     // many more images a study than the feed had so far: ids of studies were rounded or cut
};

struct Verdict {
    Suspicion suspicion = Suspicion::none;
    BatchTally judged; // the batch, with the small ones before it
};

class CircuitBreaker {
  public:
    explicit CircuitBreaker(const config::IngestSettings& settings)
        : most_(settings.max_reject_ratio)
        , min_records_(static_cast<std::int64_t>(settings.breaker_min_rows)) {}

    // Whether a batch must not be committed. `history` is the feed before it. Batches too small to judge by
    // themselves (a tick's few rows) are added up with their successors until there are enough.
    [[nodiscard]] Verdict judge(const BatchTally& batch, const store::FeedProfile& history) const;

    // The batch was committed.
    void passed(const BatchTally& batch);

    void reset() { waiting_ = {}; }

  private:
    double most_;
    std::int64_t min_records_;
    BatchTally waiting_; // of committed batches, until there are enough
};

// Images that a feed must have before a batch is compared with it; until then only rejections count. A
// thousand images of the real feed have 1.25 to 1.53 images a study, and up to 2 % of them no label.
inline constexpr std::int64_t kKnownHistory = 1'000;

// Share of a batch's images that may lack a label, in addition to the feed's own share. The first feed has
// 0.5 % in all, and 5 % in its worst hundred records: a column that was lost or is not understood gives
// nearly all.
inline constexpr double kMoreUnlabelled = 0.25;

// How many times the feed's own images a study a batch may have. The first feed has 1.46 in all, and 1.70 in
// its most extreme hundred records (1.2 times): ids rounded by a spreadsheet gave 50 times as many.
inline constexpr double kMoreImages = 2.0;

} // namespace padchestd::ingest
