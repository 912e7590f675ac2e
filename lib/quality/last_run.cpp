#include "quality/last_run.h"

#include <chrono>

namespace padchestd::quality {

std::optional<LastRun> last_run(pg::Connection& connection) {
    const auto rows = connection.query("read the last run of the quality checks",
                                       "select run_id, extract(epoch from checked_at)::bigint as seconds "
                                       "from ingest.quality_results order by run_id desc limit 1");
    if (rows.empty()) return std::nullopt;
    return LastRun{rows.only()["run_id"].integer(),
                   util::WallTime(std::chrono::seconds(rows.only()["seconds"].integer()))};
}

} // namespace padchestd::quality
