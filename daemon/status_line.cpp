#include "daemon/status_line.h"

namespace padchestd::daemon {

std::string status_line(const ingest::CycleReport& report) {
    using ingest::CycleState;
    const std::string problem = report.problem ? report.problem->what : "";
    const auto where = "row " + std::to_string(report.last_row) + ", batch " + std::to_string(report.batch) +
                       ", " + std::to_string(report.lag_bytes) + " bytes behind";
    switch (report.state) {
    case CycleState::worked:
        return "read " + std::to_string(report.records) + " records; at " + where;
    case CycleState::idle:
        return "up to date at " + where;
    case CycleState::no_feed:
        return "waiting for the feed: " + problem;
    case CycleState::standby:
        return "standing by: " + problem;
    case CycleState::waiting:
        return "waiting: " + problem;
    case CycleState::paused:
        return "paused: " + problem;
    case CycleState::stopped:
        return "stopped at " + where;
    case CycleState::degraded:
        break;
    }
    const bool database = report.exit_code() == util::ExitCode::unavailable;
    return (database ? "waiting for the database: " : "degraded: ") + problem;
}

} // namespace padchestd::daemon
