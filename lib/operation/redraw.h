#pragma once
// Gives every study of the store a patient by the draw of the configuration, as a new load of the feed would.
// The only way to another patients.draw on a filled store.

#include "clinical/mapping.h"
#include "config/settings.h"
#include "pg/connection.h"
#include "util/clock.h"

#include <cstdint>

namespace padchestd::operation {

struct RedrawReport {
    std::int64_t encounters = 0; // in the store
    std::int64_t changed = 0;    // of them, with another patient now
    std::int64_t unread = 0; // not in the feed under feed.path: theirs is the patient of an unknown person
};

// One transaction: all of it or nothing, so that a run that was ended is run again. The warehouse follows by
// its queue. The session holds the writer's lock until it ends. Reads the feed again, as far as the
// checkpoint, since nothing of a source patient is stored. Throws util::Failure: temporary while a daemon
// holds the feed; data where the store holds another feed's studies, too, or the feed is no longer the one
// that was read; store::PoolTooSmall.
[[nodiscard]] RedrawReport redraw(pg::Connection& connection, const config::Settings& settings,
                                  const clinical::Mapping& mapping, const util::Clock& clock);

} // namespace padchestd::operation
