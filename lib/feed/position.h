#pragma once
// Where a record stands in the feed.

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

// A position that also says in which generation (1, 2, …: one for each different file that stood under the
// path). Later generation first, then later offset: this order decides which of two records speaks for a row.
struct SourcePosition {
    std::int32_t generation = 0;
    std::int64_t byte_offset = 0;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the generated 0 for a pointer
    friend auto operator<=>(const SourcePosition&, const SourcePosition&) = default;
};

} // namespace padchestd::feed
