#pragma once
// A cycle as a run of OpenLineage (https://openlineage.io, spec 2-0-2): two events, each one line of JSON.
// Not where they are written: lineage_file.h.

#include "ingest/cycle_report.h"
#include "util/clock.h"

#include <cstdint>
#include <optional>
#include <string>

namespace padchestd::operation {

// What the database tells of a cycle.
struct WrittenRows {
    std::string database, host; // host of the server; localhost for a socket
    std::int64_t port = 0;
    std::int64_t encounters = 0, procedures = 0, reports = 0, findings = 0; // rows written to the store
};

struct LineageRun {
    std::string id;   // a UUID
    std::string feed; // feed.name
    util::WallTime ended_at{};
    ingest::CycleReport report;
    std::optional<WrittenRows> rows; // nothing: the database cannot be asked; the events then name no output
};

// START of a run: one line. The feed is an input by its name, not by its path; nothing of a record is in any
// event.
[[nodiscard]] std::string lineage_start(const std::string& id, const std::string& feed, util::WallTime at);

// Its end, COMPLETE, FAIL (degraded) or ABORT (stopped): one line.
[[nodiscard]] std::string lineage_end(const LineageRun& run);

} // namespace padchestd::operation
