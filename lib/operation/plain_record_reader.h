#pragma once
// A second reader of the feed, for audit only: line by line, buffered, with nothing in common with the
// tailer and its parser, so that it finds their mistakes. Knows RFC 4180 and nothing else; the caller
// tells it which stretches are malformed.

#include "feed/byte_source.h"
#include "util/hash.h"

#include <cstdint>
#include <string>

namespace padchestd::operation {

class PlainRecordReader {
  public:
    // `source` outlives it.
    explicit PlainRecordReader(const feed::ByteSource& source);

    // The record that begins at the present offset, without the empty lines before it; false at the end of
    // the file or at a record that has no end. `max_bytes` bounds what is kept.
    [[nodiscard]] bool next(std::string& record, std::uint64_t max_bytes);

    // Passes `length` bytes without looking into them; returns their hash, the empty lines before them left
    // out.
    [[nodiscard]] util::ContentHash pass(std::uint64_t length);

    // The hash of [from, to), every byte of it.
    [[nodiscard]] util::ContentHash hash(std::uint64_t from, std::uint64_t to);

    [[nodiscard]] std::uint64_t offset() const { return offset_; }
    void seek(std::uint64_t offset) { offset_ = offset; }

  private:
    [[nodiscard]] int get();
    [[nodiscard]] std::string_view line_part();
    void fill();

    const feed::ByteSource& source_;
    std::string piece_; // of the source, at piece_begin_
    std::uint64_t piece_begin_ = 0;
    std::uint64_t offset_ = 0;
};

} // namespace padchestd::operation
