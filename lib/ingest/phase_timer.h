#pragma once
// Measures how long a part of a cycle takes.

#include "util/clock.h"

#include <chrono>

namespace padchestd::ingest {

// Adds the time from its construction to its destruction to `phase`. Clock and phase outlive it.
class PhaseTimer {
  public:
    PhaseTimer(const util::Clock& clock, std::chrono::microseconds& phase)
        : clock_(clock)
        , phase_(phase)
        , began_(clock.steady()) {}
    ~PhaseTimer() {
        phase_ += std::chrono::duration_cast<std::chrono::microseconds>(clock_.steady() - began_);
    }
    PhaseTimer(const PhaseTimer&) = delete;
    PhaseTimer& operator=(const PhaseTimer&) = delete;

  private:
    const util::Clock& clock_;
    std::chrono::microseconds& phase_;
    util::SteadyTime began_;
};

} // namespace padchestd::ingest
