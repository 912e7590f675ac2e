#pragma once
// Writes a made-up feed to a file, in one go or growing as a hospital's export would: what `feed simulate`
// does.
//
// Call it as
//     WriteOptions how{.rows_per_second = 10};
//     const auto result = write_feed(path, feed_options, how, clock, {.sleep = …, .on_progress = …}, stop);
// with SystemClock and a sleep that ends early when `stop` is requested (a condition_variable_any's wait_for,
// or slices of sleep_for). A test passes a clock that it moves by hand in `sleep`.

#include "simulator/feed.h"
#include "util/clock.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>

namespace padchestd::simulator {

struct WriteOptions {
    double rows_per_second = 0; // 0: all at once
    std::uint64_t rows = 0;     // stop after so many records in the file; 0: at the feed's end
    bool resume = false;        // continue after what an earlier run with the same FeedOptions wrote, even in
                                // mid-record; false: the file is begun again
    bool tear = false;          // growing: each write ends in the middle of a record, as a slow writer's does
    std::chrono::milliseconds tick{200}; // growing: how often it writes
};

struct WriteHooks {
    std::function<void(std::chrono::milliseconds)> sleep; // required when growing
    std::function<void(std::uint64_t rows)> on_progress;  // after each write; may be empty
};

struct WriteResult {
    std::uint64_t rows = 0;     // complete records in the file now
    std::uint64_t resumed = 0;  // of these, found there
    std::uint64_t bad_rows = 0; // of these, bad on purpose
    std::uint64_t bytes = 0;    // in the file now
    bool stopped = false;       // asked to stop before the end; the file ends at a record's end even then
};

// The file is written in place, so that a reader sees it grow.
// Throws util::Failure: the file cannot be opened or created (cannot_create), a write fails (io), or with
// `resume` the file is not the beginning of this feed (data): then it is left as it is. std::invalid_argument
// for options out of range.
[[nodiscard]] WriteResult write_feed(const std::filesystem::path& path, const FeedOptions& feed,
                                     const WriteOptions& how, const util::Clock& clock,
                                     const WriteHooks& hooks, const std::stop_token& stop);

} // namespace padchestd::simulator
