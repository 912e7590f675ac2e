#pragma once
// The text that an unpacker gave last, so that reading a little before its place needs no unpacker of its
// own. It is given only while the file holds the packed bytes that it was unpacked from. Bounded.

#include "feed/feed_file.h"
#include "util/hash.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace padchestd::feed {

class RecentText {
  public:
    // `text` at `offset` was unpacked from `packed` at `packed_offset`; both follow what was added before.
    void add(std::uint64_t packed_offset, std::string_view packed, std::uint64_t offset,
             std::string_view text);

    // Up to `count` bytes of text at `offset`, fewer where the text ends before; 0 where it is not here, or
    // `file` holds other packed bytes now.
    [[nodiscard]] std::size_t read(const FeedFile& file, std::uint64_t offset, char* to,
                                   std::size_t count) const;

    // Of the text here; 0 where there is none.
    [[nodiscard]] std::uint64_t end() const {
        return pieces_.empty() ? 0 : pieces_.back().offset + pieces_.back().text.size();
    }

  private:
    struct Piece {
        std::uint64_t packed_offset, packed_length;
        util::ContentHash packed_hash;
        std::uint64_t offset;
        std::string text;
    };

    [[nodiscard]] bool covers(std::uint64_t offset) const;
    [[nodiscard]] bool is_held_by(const FeedFile& file) const;

    std::deque<Piece> pieces_;
};

} // namespace padchestd::feed
