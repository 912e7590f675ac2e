#pragma once
// What reading waits for where it ends before the feed does.

#include <cstdint>
#include <optional>
#include <string_view>

namespace padchestd::feed {

// A run of NUL bytes, [begin, end) in the feed: a place that a copier has made and not yet written (it
// preallocates, or writes its blocks out of order), or damage. No text of a feed holds a NUL.
struct Hole {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    friend bool operator==(const Hole&, const Hole&) = default;
};

enum class Waiting {
    nothing,           // all was read but empty lines, or more records are complete already
    unfinished_record, // the last record has no end yet; an open quote keeps later lines with it
    hole,              // NUL bytes: the records before them were read, the one that holds them was not
};

// unfinished_record, hole; empty for nothing.
[[nodiscard]] std::string_view name(Waiting waiting);

} // namespace padchestd::feed
