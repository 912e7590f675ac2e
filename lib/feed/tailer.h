#pragma once
// Reads complete records from a byte offset of a file that another program may be writing, and tells which
// bytes it read. Its two buffers are bounded by Limits, whatever the file's size. Knows neither medicine nor
// Postgres.

#include "feed/byte_source.h"
#include "feed/csv_header.h"
#include "feed/declaration.h"
#include "feed/feed_identity.h"
#include "feed/record.h"
#include "feed/waiting.h"

#include <chrono>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace padchestd::feed {

struct Limits {
    std::uint64_t batch_records = 10'000;
    std::uint64_t batch_bytes = 8ULL << 20U;      // a batch ends with the record that passes it
    std::uint64_t max_record_bytes = 1ULL << 20U; // a longer record is a malformation
    // A shorter run of NUL bytes in the middle of the file is damage of its record, not a hole: no copier
    // writes less than a disk's sector at a time.
    std::uint64_t least_hole_bytes = 512;
};

// What to do with a last line that has no newline.
enum class FinalRecord {
    wait,       // it may still grow: pending until its newline comes (the default)
    take_it_now // the caller decided that the writer is idle (feed.final_record: idle_timeout)
};

// How long holes (feed/waiting.h) are waited for: those that end at an offset up to this one are read as they
// are, and give malformed records. One that ends with the file is always waited for.
inline constexpr std::uint64_t kNoHole = 0;
inline constexpr std::uint64_t kEveryHole = std::numeric_limits<std::uint64_t>::max();

// A stretch of the feed: [start, end) in bytes, every byte of which is in exactly one of `records`. Empty
// lines belong to the record after them and wait for it, so that where a record begins never depends on when
// the feed was read; at the end of the file they are pending.
struct Batch {
    Position start;
    Position end;
    // In file order. They view the tailer's buffers and end with the next read(), read_one() or open().
    std::vector<Record> records;
    // Complete records are there after `end` already.
    bool more = false;
    // Bytes from `end` to the end of the file: the rest of the backlog, or what is waited for.
    std::uint64_t pending = 0;
    // What keeps the pending bytes from being read, if there is no more.
    Waiting waiting = Waiting::nothing;
    std::optional<Hole> hole; // while waiting for one: the first
    // Of the bytes [start, end) as they were parsed; of [0, end) where `start` is first_record().
    util::ContentHash bytes_hash;
};

class Tailer {
  public:
    // Opens nothing yet.
    Tailer(std::filesystem::path path, Limits limits, Declaration declaration = {});
    ~Tailer();
    Tailer(const Tailer&) = delete;
    Tailer& operator=(const Tailer&) = delete;

    // The key of the hashes of compare() and identity(). Call it before either.
    void use_hash_key(const util::HashKey& key);

    // Opens the path again (so that another target of a symlink is seen) and reads the header. The open file
    // is kept until the next open(), and all other calls are about it. Returns false while there is nothing
    // to read: no file yet, or no complete header line yet. Throws util::Failure: a directory, an unreadable
    // file (no_input), an I/O error (io). A BOM and empty lines before the header belong to it; a header that
    // is not CSV or not UTF-8 is a Failure (data). Cost when nothing changed: open, fstat and one read of
    // kWindow bytes; compare() reads as many and hashes both; read() at the end of the file reads nothing.
    [[nodiscard]] bool open();

    // The open file's bytes; until the next open().
    [[nodiscard]] const ByteSource& source() const;
    [[nodiscard]] const CsvHeader& header() const; // with the names that are declared
    [[nodiscard]] std::uint64_t size() const;      // as of the last open() or read()
    [[nodiscard]] std::chrono::system_clock::time_point modified_at() const;
    // The last change of content or inode, which no program can set back.
    [[nodiscard]] std::chrono::system_clock::time_point changed_at() const;

    // Compares the open file with what the checkpoint remembers at `offset`.
    [[nodiscard]] Continuity compare(const FeedIdentity& remembered, std::uint64_t offset) const;

    // What to remember with a checkpoint at `offset` (all bytes before it are in the file; else
    // util::Failure, temporary).
    [[nodiscard]] FeedIdentity identity(std::uint64_t offset) const;

    // The position just after the header.
    [[nodiscard]] Position first_record() const;

    // Complete records from `from`; an empty batch (start == end) where there is no complete record. Throws
    // util::Failure (data) where the compressed file is damaged at `from`.
    [[nodiscard]] Batch read(Position from, FinalRecord final_record = FinalRecord::wait,
                             std::uint64_t holes_passed = kNoHole);

    // The records after a batch that has more, as read() would give them if the file had not changed since
    // the last read(). They are in a second buffer, so that the views of the batch before stay valid; their
    // own views end with the second read_ahead() after this one, with read(), read_one() or open(). Where
    // source() is for two threads, another thread may call const functions meanwhile.
    [[nodiscard]] Batch read_ahead(Position from, FinalRecord final_record, std::uint64_t holes_passed);

    // Gives the second buffer back, and ends the views into it.
    void end_read_ahead();

    // Whether read() would give anything at `from`: looks for the first record only. Ends a batch's views.
    [[nodiscard]] bool has_record(Position from, FinalRecord final_record = FinalRecord::wait,
                                  std::uint64_t holes_passed = kNoHole);

    // Keeps the first `records` of the batch; the next read begins after them. The batch's hash becomes that
    // of what is left. Where the file no longer holds the batch, still_holds() of the rest is false.
    void shorten(Batch& batch, std::size_t records) const;

    // Whether the open file still holds the bytes that the batch was parsed from, and the first ones as of
    // open(). Reads both again. The batch's views need not be valid any more.
    [[nodiscard]] bool still_holds(const Batch& batch) const;

    // One stretch again, for a replay: exactly `length` bytes at `start`, as one record (malformed if it is).
    // Throws util::Failure (data) where the file ends before them.
    [[nodiscard]] Record read_one(Position start, std::uint64_t length);

    // The hash of the bytes [from, to), read in pieces. Throws util::Failure (temporary) where the file ends
    // before `to`.
    [[nodiscard]] util::ContentHash hash(std::uint64_t from, std::uint64_t to) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::feed
