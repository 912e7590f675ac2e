#include "feed/recent_text.h"

#include <algorithm>

namespace padchestd::feed {

namespace {

// What a reader is ahead of a batch's end, and the window before that end.
constexpr std::uint64_t kMostText = std::uint64_t{512} << 10U;
// The first piece may come from packed bytes that an earlier step took: at most a block of zstd.
constexpr std::uint64_t kZstdBlock = std::uint64_t{128} << 10U;

} // namespace

void RecentText::add(std::uint64_t packed_offset, std::string_view packed, std::uint64_t offset,
                     std::string_view text) {
    pieces_.push_back({packed_offset, packed.size(), util::content_hash(packed), offset, std::string(text)});
    while (pieces_.size() > 1 && end() - pieces_[1].offset >= kMostText) pieces_.pop_front();
}

bool RecentText::covers(std::uint64_t offset) const {
    if (offset >= end()) return false;
    const std::uint64_t begin = pieces_.front().offset;
    return offset >= begin + (begin == 0 ? 0 : kZstdBlock);
}

bool RecentText::is_held_by(const FeedFile& file) const {
    std::string packed;
    return std::all_of(pieces_.begin(), pieces_.end(), [&](const Piece& piece) {
        packed.resize(piece.packed_length);
        return file.read(piece.packed_offset, packed.data(), packed.size()) == packed.size() &&
               util::content_hash(packed) == piece.packed_hash;
    });
}

std::size_t RecentText::read(const FeedFile& file, std::uint64_t offset, char* to, std::size_t count) const {
    if (!covers(offset) || !is_held_by(file)) return 0;
    std::size_t done = 0;
    for (const Piece& piece : pieces_) {
        const std::uint64_t at = offset + done;
        if (done == count || at < piece.offset || at >= piece.offset + piece.text.size()) continue;
        done += piece.text.copy(to + done, count - done, at - piece.offset);
    }
    return done;
}

} // namespace padchestd::feed
