#pragma once
// The end of a first load as the cycle and the commands see it: whether the feed can be read again for it,
// and what an operator gets to read.

#include "ingest/feed_source.h"
#include "store/first_load.h"
#include "util/failure.h"

#include <chrono>
#include <optional>

namespace padchestd::ingest {

// Where the open file is the one that the checkpoint is about; otherwise what was read of it is nowhere
// else.
[[nodiscard]] std::optional<store::FeedStart> feed_start(const FeedSource& source,
                                                         const std::optional<store::Checkpoint>& checkpoint,
                                                         const config::Settings& settings,
                                                         const util::Clock& clock);

// Ends an open first load without the feed: builds what can be built, and logs it. Returns how many objects
// that were. Throws first_load_failure() where this role does not own the tables.
int end_first_load(pg::Connection& connection);

// first_load_done, first_load_restarted or nothing. An incomplete one is a problem of the cycle.
void log_first_load_end(const store::FirstLoadEnd& end, std::chrono::milliseconds took);

// Of an end that is incomplete or not this role's to make.
[[nodiscard]] util::Failure first_load_failure(const store::FirstLoadEnd& end);

} // namespace padchestd::ingest
