#pragma once
// Follows quotes from block to block: which delimiters and line feeds are outside of them, and where the
// strict rules of quoting (verdict.h) are first broken. Valid from a record's start on, up to the first
// break.

#include "feed/byte_masks.h"

namespace padchestd::feed {

// One block, one bit a byte.
struct Structure {
    std::uint64_t separators = 0; // delimiters and line feeds outside quotes
    std::uint64_t broken = 0;     // the lowest bit: where a malformed quote is proved; meaningless above it
    bool escapes = false;         // `""` is here (or an empty quoted field)
};

class QuoteTracker {
  public:
    // The next 64 bytes. `masks` are theirs.
    Structure next(const char* block, const ByteMasks& masks) {
        // Bit i: in quotes after byte i. An escaped quote closes and opens at once, and so changes nothing.
        const std::uint64_t inside = parity(masks.quote) ^ inside_;
        const std::uint64_t opening = masks.quote & inside;
        const std::uint64_t closing = masks.quote & ~inside;
        const std::uint64_t boundary = masks.delimiter | masks.line_feed | masks.quote;
        const std::uint64_t behind_quote = (masks.quote << 1U) | quote_;
        const std::uint64_t behind_closing = (closing << 1U) | closing_;

        Structure structure;
        structure.separators = (masks.delimiter | masks.line_feed) & ~inside;
        structure.broken = opening & ~((boundary << 1U) | boundary_);
        structure.escapes = (opening & behind_quote) != 0;
        const std::uint64_t stray = behind_closing & ~boundary;
        if ((stray | closed_cr_) != 0) structure.broken |= not_crlf(block, masks.line_feed, stray);

        inside_ = 0 - (inside >> 63U);
        quote_ = masks.quote >> 63U;
        closing_ = closing >> 63U;
        boundary_ = boundary >> 63U;
        return structure;
    }

  private:
    // Bit i: the parity of bits 0 to i.
    static std::uint64_t parity(std::uint64_t bits) {
        for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
        return bits;
    }

    // Bytes after a closing quote that are no CR, and bytes after such a CR that are no LF.
    std::uint64_t not_crlf(const char* block, std::uint64_t line_feed, std::uint64_t stray) {
        const std::uint64_t closed_cr = stray & mask_of(block, '\r');
        const std::uint64_t broken = (stray & ~closed_cr) | (((closed_cr << 1U) | closed_cr_) & ~line_feed);
        closed_cr_ = closed_cr >> 63U;
        return broken;
    }

    // Carried from the block before: all ones in quotes; else bit 0 for its last byte.
    std::uint64_t inside_ = 0;
    std::uint64_t quote_ = 0;
    std::uint64_t closing_ = 0;
    std::uint64_t boundary_ = 1; // a record's start is one
    std::uint64_t closed_cr_ = 0;
};

} // namespace padchestd::feed
