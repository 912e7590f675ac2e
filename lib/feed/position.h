#pragma once
// Where a record is in the feed.

#include <compare>
#include <cstdint>

namespace padchestd::feed {

// A place between two records of one generation of the feed.
struct Position {
    // Bytes before it, the header's included.
    std::uint64_t byte_offset = 0;
    // Records before it, malformed ones too, the header not counted: the last row read.
    std::uint64_t record_number = 0;

    friend auto operator<=>(const Position&, const Position&) = default;
};

// A position and its generation (1, 2, …: one for each different file that was found under the path). Later
// generation first, then later offset: of two records of one row the store keeps the later one.
struct SourcePosition {
    std::int32_t generation = 0;
    std::int64_t byte_offset = 0;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the generated 0 for a pointer
    friend auto operator<=>(const SourcePosition&, const SourcePosition&) = default;
};

} // namespace padchestd::feed
