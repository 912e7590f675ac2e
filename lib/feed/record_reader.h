#pragma once
// Reads the records of an open feed one by one into one buffer. Bounded: what is kept of a batch, one record
// more and one read ahead. Decides what is complete; which records make a batch is the tailer's business.

#include "feed/batch_hash.h"
#include "feed/byte_source.h"
#include "feed/csv_parser.h"
#include "feed/record.h"
#include "feed/tailer.h"
#include "feed/waiting.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace padchestd::feed {

class RecordReader {
  public:
    RecordReader(const Limits& limits, std::size_t columns, char delimiter);

    // Begins again at `from`, a record's start, and ends all views given out. `source` outlives the reading;
    // bytes at `end` and after it are not looked at. Holes of Limits::least_hole_bytes that end after
    // `holes_passed` are waited for, and those that reach to `end` in any case. `before` goes into hash()
    // first.
    void begin(const ByteSource& source, Position from, std::uint64_t end, FinalRecord final_record,
               std::uint64_t holes_passed, std::string_view before = {});

    // The next complete record, or nothing where there is none. At most Limits' worth of records, and one
    // more, may be read after one begin().
    [[nodiscard]] std::optional<Record> next();

    // The record that next() gave last belongs to the batch.
    void take() { hash_.take(given_); }

    // Of the bytes from begin() to the end of the last record taken, as they were parsed.
    [[nodiscard]] util::ContentHash hash() { return hash_.digest(buffer_.get()); }

    // After next() gave nothing: why, and the hole that is waited for.
    [[nodiscard]] Waiting waiting();
    [[nodiscard]] const std::optional<Hole>& hole() const { return hole_; }

    // The buffered bytes after the last record given out, empty lines left out; at most max_record_bytes.
    [[nodiscard]] std::string_view unfinished() const;

  private:
    [[nodiscard]] bool fill();
    [[nodiscard]] bool end_last_line();
    void drop_empty_lines();
    [[nodiscard]] std::optional<Record> skip_line(const Stretch& stretch);
    [[nodiscard]] std::optional<std::uint64_t> pass_line();
    [[nodiscard]] bool waits_for_hole(std::size_t begin, std::size_t end);
    [[nodiscard]] bool waits_for_hole(std::string_view bytes, std::uint64_t offset);
    [[nodiscard]] bool is_waited_for(const Hole& hole) const;
    [[nodiscard]] Record record(const Stretch& stretch, std::uint64_t end_offset);
    [[nodiscard]] std::uint64_t offset_of(std::size_t at) const;

    std::size_t max_record_bytes_;
    std::uint64_t least_hole_bytes_;
    std::size_t capacity_;
    std::unique_ptr<char[]> buffer_; // NOLINT(modernize-avoid-c-arrays): untouched until read into
    CsvParser parser_;

    const ByteSource* source_ = nullptr;
    FinalRecord final_record_ = FinalRecord::wait;
    bool last_line_ended_ = false;
    std::uint64_t holes_passed_ = 0;
    std::optional<Hole> hole_;
    BatchHash hash_;
    std::uint64_t end_ = 0;         // of what is looked at
    std::uint64_t next_offset_ = 0; // in the file, of the byte after those in the buffer
    std::size_t filled_ = 0;        // bytes of the file in the buffer
    std::size_t kept_ = 0;          // of them, those up to the last record given out
    std::size_t given_ = 0;         // the end of the last record given out, as far as it is in the buffer
    Position position_;             // after the last record given out
};

} // namespace padchestd::feed
