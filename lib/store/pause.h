#pragma once
// A paused feed: the circuit breaker refused a batch, nothing of it was written, and the feed waits until
// it is mended or an operator lets it go on. The reasons are kept with the pause: positions and counts, no
// content.

#include "store/checkpoint.h"

#include <span>
#include <string>
#include <vector>

namespace padchestd::store {

// Records of the batch that one thing is held against.
struct PauseReason {
    std::string reason; // name() of a clinical::Reason or feed::Malformation, or one of the breaker's own
    std::string column; // the feed's column to blame; empty: none, or not one alone
    std::int64_t records = 0;
    std::vector<feed::Position> first; // at most kPausePositions
};
inline constexpr std::size_t kPausePositions = 3;

struct Pause {
    std::string what;       // in one line: "15 of 20 records were rejected"
    std::int64_t until = 0; // end of the batch
    util::KeyedHash hash;   // of the bytes from the checkpoint to there
    std::vector<PauseReason> reasons;
};

// In a transaction of its own. Nothing where the checkpoint has moved on from `at`.
void pause_feed(pg::Connection& connection, std::string_view feed, const Checkpoint& at, const Pause& pause);

// The most records first; empty where the feed is not paused.
[[nodiscard]] std::vector<PauseReason> read_pause_reasons(pg::Connection& connection, std::string_view feed);

// Where a reason's first records are: "rows 3, 4, 5".
[[nodiscard]] std::string rows_text(const PauseReason& reason);

// The reasons as one text: "12 date_out_of_range in ReportDate (rows 3, 4, 5), 3 field_count (rows 9,
// 10, 11)"; of more than three only the first three, and how many there are.
[[nodiscard]] std::string describe(std::span<const PauseReason> reasons);

// The feed was mended: ends the pause that `paused` has, and nothing else. In a transaction of its own.
void lift_pause(pg::Connection& connection, std::string_view feed, const Checkpoint& paused);

// An operator's word to go on, in a transaction of its own: the batch that tripped the breaker passes;
// all: every later one of this generation too. It holds for the bytes that were refused only: paused_hash
// stays until a batch commits. False: the feed was not paused.
bool go_on(pg::Connection& connection, std::string_view feed, bool all);

// The bytes are others now: the word is void. Nothing where the checkpoint has moved on from `at`.
void forget_word(pg::Connection& connection, std::string_view feed, const Checkpoint& at);

} // namespace padchestd::store
