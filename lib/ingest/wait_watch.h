#pragma once
// Notices when the daemon waits for longer than it should: bytes of the feed that stay unread although
// nothing fails, or a feed that has stopped growing. Waiting is ordinary for a while, and silent; after that
// it is a problem.

#include "config/settings.h"
#include "feed/position.h"
#include "util/clock.h"
#include "util/problem.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace padchestd::ingest {

enum class WaitKind {
    unfinished_record, // the last record has no end yet; an open quote keeps later lines with it
    hole,              // NUL bytes that its writer has not filled in yet
    paused,            // the circuit breaker
    standby,           // another daemon holds the feed, and does not read it
    no_feed,           // no file, or no whole header line
    not_growing,       // all was read, and the feed is expected to have grown since
};
// unfinished_record, …
[[nodiscard]] const char* name(WaitKind kind);

// What a cycle saw of the feed.
struct FeedSight {
    std::optional<WaitKind> waits_for; // none: all was read
    feed::SourcePosition read_up_to;   // by the checkpoint; a change of it is progress
    std::uint64_t unread_bytes = 0;
    std::optional<std::uint64_t> feed_size; // none: no file
    util::WallTime modified_at;             // of the file
};

// A wait that has become a problem.
struct Wait {
    WaitKind kind = WaitKind::unfinished_record;
    std::chrono::seconds age{0};
    std::uint64_t unread_bytes = 0;
    util::Problem problem; // its text is the same as long as the wait lasts
};

class WaitWatch {
  public:
    explicit WaitWatch(const config::Settings& settings) { configure(settings); }

    // Keeps what is waited for, and since when.
    void configure(const config::Settings& settings);

    // After each cycle that could look. What is waited for longer than feed.wait_limit, or (not_growing)
    // feed.expect_every, and never less than two intervals.
    [[nodiscard]] std::optional<Wait> look(const FeedSight& sight, const util::Clock& clock);

    // Another feed.
    void forget();

  private:
    [[nodiscard]] std::optional<Wait> lag(const FeedSight& sight, util::SteadyTime now);
    [[nodiscard]] std::optional<Wait> growth(const FeedSight& sight, const util::Clock& clock);

    config::FeedSettings feed_;
    std::chrono::milliseconds limit_{0};
    std::optional<util::SteadyTime> waits_since_;
    feed::SourcePosition read_up_to_;
    std::optional<std::uint64_t> size_; // at the last look
    util::SteadyTime grown_at_{};
};

// What is reported of a wait of this kind that has lasted longer than `limit`.
[[nodiscard]] util::Problem wait_problem(WaitKind kind, std::chrono::milliseconds limit,
                                         const config::FeedSettings& feed);

} // namespace padchestd::ingest
