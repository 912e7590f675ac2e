#pragma once
// A cycle's report in one line for people: systemd's STATUS=.

#include "ingest/cycle_report.h"

#include <string>

namespace padchestd::daemon {

[[nodiscard]] std::string status_line(const ingest::CycleReport& report);

} // namespace padchestd::daemon
