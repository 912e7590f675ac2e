#pragma once
// What a cycle leaves in the log: one summary line where something was done, a line at each change of state,
// and now and then a sign of life.

#include "ingest/cycle_report.h"
#include "util/clock.h"

#include <string>

namespace padchestd::ingest {

class CycleLog {
  public:
    explicit CycleLog(const util::Clock& clock)
        : clock_(&clock) {}

    void write(const CycleReport& report);

  private:
    void summary(const CycleReport& report);
    void change_of_state(const CycleReport& report);
    void sign_of_life(const CycleReport& report);

    const util::Clock* clock_;
    CycleState state_ = CycleState::idle;
    std::string problem_; // its text
    util::SteadyTime last_line_{};
};

} // namespace padchestd::ingest
