#pragma once
// How far the feed was read: one row a feed, committed with the rows that were read. Each change of it is
// a compare-and-set: so neither two daemons nor a commit without an answer can load the same bytes twice.

#include "feed/feed_identity.h"
#include "feed/position.h"
#include "pg/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::store {

// What the feed's batches held so far, of all generations: what the circuit breaker compares a batch with.
struct FeedProfile {
    std::int64_t images = 0;     // valid records
    std::int64_t studies = 0;    // a batch's different ones, added up
    std::int64_t unlabelled = 0; // images without a label

    FeedProfile& operator+=(const FeedProfile& other) {
        images += other.images;
        studies += other.studies;
        unlabelled += other.unlabelled;
        return *this;
    }
};

struct Checkpoint {
    std::int32_t generation = 0;
    std::string file; // the generation's, within its folder; empty: begun by a version that did not note it
    feed::Position position;   // byte_offset 0: nothing of this generation was read, not even the header
    std::int64_t epoch = 0;    // grows with each writer that took over
    std::int64_t batch_id = 0; // of the last batch; 0 before the first
    feed::FeedIdentity identity;
    std::string paused_reason;                  // not empty: the circuit breaker waits for an operator
    std::int64_t paused_until = 0;              // end of the batch that tripped it
    std::optional<util::KeyedHash> paused_hash; // of the bytes from `position` to there
    std::int64_t go_on_until = 0;               // batches that end here or before pass the breaker
    FeedProfile profile;
    bool read_to_end = false; // by the last batch: there was nothing more in the file, complete or not
    std::string committed_at; // RFC 3339
};

[[nodiscard]] std::optional<Checkpoint> read_checkpoint(pg::Connection& connection, std::string_view feed);

// Someone else moved the checkpoint: read it again and go on from there.
enum class Advance { done, overtaken };

// A file that is read from its start.
struct NewGeneration {
    feed::FeedIdentity identity;
    std::string_view reason;
    std::string_view header; // its bytes
    std::string_view file;   // its name within its folder
    // Of the file before, on disk, where that was read to its end and left for this one.
    std::optional<std::uint64_t> left_bytes;
};

// Opens generation 1 (no checkpoint yet) or the next one after `expected`, in a transaction of its own. A
// pause of the generation before, and an operator's word to go on, end with it.
Advance open_generation(pg::Connection& connection, std::string_view feed, const Checkpoint* expected,
                        const NewGeneration& generation, std::string_view at);

// A file that was left for the next one of its feed, as of then.
struct LeftFile {
    std::string name;
    std::optional<std::uint64_t> bytes; // on disk; none: not known
};

// Every file of an earlier generation, with its last generation, in the order of the names.
[[nodiscard]] std::vector<LeftFile> left_files(pg::Connection& connection, std::string_view feed,
                                               std::int32_t generation);

// The first statement of a batch's transaction: moves from `expected` to `to` if nobody else did, and makes
// this writer's epoch the row's (`epoch` = expected.epoch, or one more for a writer's first batch). Waits for
// a commit in flight.
Advance advance_checkpoint(pg::Connection& connection, std::string_view feed, const Checkpoint& expected,
                           const Checkpoint& to);

// Reads the present generation again from its start, in a transaction that deletes all of its rows.
// `identity` is the file's at the end of its header.
void restart_checkpoint(pg::Connection& connection, std::string_view feed, const feed::FeedIdentity& identity,
                        std::string_view at);

// Counts a replay as a batch without moving. In the replay's transaction; waits for a batch in flight. The
// new batch id.
[[nodiscard]] std::int64_t take_batch_id(pg::Connection& connection, std::string_view feed,
                                         std::string_view at);

} // namespace padchestd::store
