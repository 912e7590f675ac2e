#pragma once
// Stops the feed when most of it is rejected: a changed export must not be quarantined row by row and passed
// over.

#include "config/settings.h"

#include <cstdint>

namespace padchestd::ingest {

class CircuitBreaker {
  public:
    explicit CircuitBreaker(const config::IngestSettings& settings)
        : most_(settings.max_reject_ratio)
        , min_records_(settings.breaker_min_rows) {}

    // Whether a batch with these counts must not be committed. Batches too small to judge by themselves (a
    // tick's few rows) are added up with their successors until there are enough.
    [[nodiscard]] bool trips(std::uint64_t records, std::uint64_t rejected) const {
        const std::uint64_t all = records_ + records;
        return all >= min_records_ &&
               static_cast<double>(rejected_ + rejected) > most_ * static_cast<double>(all);
    }

    // The batch was committed.
    void passed(std::uint64_t records, std::uint64_t rejected) {
        records_ += records;
        rejected_ += rejected;
        if (records_ >= min_records_) reset();
    }

    void reset() { records_ = rejected_ = 0; }

  private:
    double most_;
    std::uint64_t min_records_;
    std::uint64_t records_ = 0;
    std::uint64_t rejected_ = 0;
};

} // namespace padchestd::ingest
