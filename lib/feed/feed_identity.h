#pragma once
// Tells whether the file under the path is still the one that was read: by content, never by inode alone.

#include "util/hash_key.h"

#include <cstdint>

namespace padchestd::feed {

// What the checkpoint remembers of the file, with keyed hashes: the bytes hold what must not be stored.
// Device and inode are hints only (they choose the words of the log line).
struct FeedIdentity {
    // Of CsvHeader::bytes.
    util::KeyedHash header_hash;
    // Of the file's first bytes: at most kWindow, at most what was read.
    std::uint64_t prefix_length = 0;
    util::KeyedHash prefix_hash;
    // Of the bytes just before the checkpoint's offset: at most kWindow.
    std::uint64_t window_length = 0;
    util::KeyedHash window_hash;
    std::uint64_t device = 0;
    std::uint64_t inode = 0;

    friend bool operator==(const FeedIdentity&, const FeedIdentity&) = default;
};

// Bytes in a hashed window. 64 KiB is about a hundred records: an edit near either end is seen at the next
// tick for the cost of two page-cache reads; an edit elsewhere before the offset is `audit`'s to find.
inline constexpr std::uint64_t kWindow = 64ULL << 10U;

// How the file under the path relates to what was read before.
enum class Continuity {
    same,        // the same bytes up to the offset: read on
    moved,       // the same bytes under another inode or device (re-created, copied, another mount): read on
    shrunk,      // shorter than the offset: a new generation
    other_start, // another header or other first bytes: a new generation
    first,       // nothing was read before: the first generation
    next_file,   // another file of a series: a new generation
    edited, // other bytes just before the offset (in-place edit, copy-truncate grown again): a new generation
};

[[nodiscard]] const char* name(Continuity continuity);
[[nodiscard]] inline bool is_new_generation(Continuity continuity) {
    return continuity != Continuity::same && continuity != Continuity::moved;
}

} // namespace padchestd::feed
