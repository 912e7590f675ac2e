#pragma once
// One upkeep of report vectors in a database session of its own: by the daemon's thread (text_worker.h), at
// the end of `ingest --once`, and by `text fit`.

#include "config/settings.h"
#include "text_store/maintenance.h"
#include "util/clock.h"

#include <stop_token>

namespace padchestd::daemon {

// The upkeep's session: long statements are waited for, a stop cancels them.
[[nodiscard]] pg::Connection text_session(const config::Settings& settings, const std::stop_token& stop);

// For those who end with the upkeep: vectors first, then the clusters of the warehouse, so that both are
// there before the index, which takes longer than all else. What `options.index` holds is heeded at the end.
// A stop throws pg::Interrupted.
text_store::Upkeep keep_text_up_at_once(const config::Settings& settings,
                                        const text_store::UpkeepOptions& options, const util::Clock& clock,
                                        const std::stop_token& stop);

// A line for each thing that was done.
void log_upkeep(const text_store::Upkeep& done);

} // namespace padchestd::daemon
