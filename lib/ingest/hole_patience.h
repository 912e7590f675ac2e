#pragma once
// How far holes of the feed (feed/waiting.h) are no longer waited for: a copier that is still at work fills
// them in, and damage stays. A hole is passed over when it has been there, as it is, for feed.hole_timeout.

#include "feed/waiting.h"
#include "util/clock.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace padchestd::ingest {

class HolePatience {
  public:
    explicit HolePatience(std::chrono::milliseconds timeout)
        : timeout_(timeout) {}

    // At each look at the feed: its size, and the hole that is waited for. A file that got shorter, and a
    // hole that was filled in part or whole, show a writer at work: all holes get their time again.
    // True: it is a hole that was not waited for before.
    bool look(std::uint64_t size, const std::optional<feed::Hole>& hole, util::SteadyTime now);

    // Another file: what was seen of the last one does not count for it.
    void forget();

    // Holes that end here or before have been there for the timeout.
    [[nodiscard]] std::uint64_t passed(util::SteadyTime now) const;

  private:
    struct Look {
        util::SteadyTime at;
        std::uint64_t size = 0;
    };

    std::chrono::milliseconds timeout_;
    std::deque<Look> looks_; // of the time that matters, at most some dozen
    std::optional<feed::Hole> hole_;
};

} // namespace padchestd::ingest
