// Apart from the cycle, so that who only names a state does not link all that a cycle needs.
#include "ingest/cycle.h"

namespace padchestd::ingest {

const char* name(CycleState state) {
    switch (state) {
    case CycleState::worked:
        return "worked";
    case CycleState::idle:
        return "idle";
    case CycleState::no_feed:
        return "no_feed";
    case CycleState::standby:
        return "standby";
    case CycleState::paused:
        return "paused";
    case CycleState::degraded:
        return "degraded";
    case CycleState::stopped:
        return "stopped";
    }
    return "degraded";
}

} // namespace padchestd::ingest
