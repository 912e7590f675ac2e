#pragma once
// What `status` sees of the feed's files, and how much of them follows the checkpoint.

#include "config/settings.h"
#include "feed/byte_source.h"
#include "feed/file_series.h"
#include "operation/status.h"
#include "pg/connection.h"
#include "store/checkpoint.h"
#include "util/clock.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace padchestd::operation {

// The feed as the file system has it.
struct SeenFeed {
    explicit SeenFeed(const config::FeedSettings& settings)
        : series(settings.path) {}

    feed::FileSeries series;
    std::unique_ptr<feed::ByteSource> source; // of the file that is read; empty: no file
    std::uint64_t bytes_after = 0;            // of later files, on disk
};

// Sets file and size; what cannot be read is a problem. Of a series nothing is looked at where the database
// does not tell which file is read.
[[nodiscard]] SeenFeed look_at_feed(const config::FeedSettings& settings,
                                    const std::optional<store::Checkpoint>& checkpoint, Status& status);

// Adds the problem of files out of order (ingest/series_state.h), where the daemon does not report it
// already.
void look_for_disorder(pg::Connection& connection, const store::Checkpoint& checkpoint,
                       const config::FeedSettings& settings, Status& status);

// Sets lag_bytes where the file is there.
void measure_lag(const SeenFeed& seen, const store::Checkpoint& checkpoint, FeedStatus& feed);

// A feed that no daemon reads, where no daemon reports itself: unread since the last write to it, or since
// the last batch. A running daemon reports this in its heartbeat. `seen` has a source.
void judge_lag(const config::Settings& settings, const SeenFeed& seen, util::WallTime now, Status& status);

} // namespace padchestd::operation
