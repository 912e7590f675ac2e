#pragma once
// Reads a feed as a cycle does, batch after batch, into records that own their bytes.

#include "feed/tailer.h"
#include "support/csv_oracle.h"

#include <vector>

namespace padchestd::tests {

// All that is complete from `at` on, appended to `records`; moves `at` past it. Throws std::logic_error
// where a batch contradicts itself: stretches that do not add up to it, a wrong `more`, `pending`, hash or
// record number.
void read_all(feed::Tailer& tailer, feed::Position& at, std::vector<PlainRecord>& records,
              feed::FinalRecord mode = feed::FinalRecord::wait,
              std::uint64_t holes_passed = feed::kEveryHole);

} // namespace padchestd::tests
