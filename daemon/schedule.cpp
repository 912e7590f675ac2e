#include "daemon/schedule.h"

namespace padchestd::daemon {

std::uint64_t Schedule::take_due(util::SteadyTime now) {
    if (now < next_) return 0;
    const auto due = (now - next_) / interval_ + 1;
    next_ += due * interval_;
    return static_cast<std::uint64_t>(due);
}

} // namespace padchestd::daemon
