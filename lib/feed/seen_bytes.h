#pragma once
// Bytes that a source held at its start and before the place up to which it was read: a source that still
// holds them is the one that was read, and may have grown.

#include "feed/byte_source.h"

#include <cstdint>
#include <string>

namespace padchestd::feed {

// The bytes [from, to) of `source`, or fewer where it ends before.
[[nodiscard]] std::string bytes_of(const ByteSource& source, std::uint64_t from, std::uint64_t to);

class SeenBytes {
  public:
    void forget() { *this = {}; }

    // `source` was read up to `end`: at most 64 KiB of its start and as many before `end` are kept.
    void keep(const ByteSource& source, std::uint64_t end);

    // Whether `source` holds them, and `end` is where they end: then it can be read on from there.
    [[nodiscard]] bool are_in(const ByteSource& source, std::uint64_t end) const;

  private:
    std::uint64_t end_ = 0;
    std::string first_, last_;
};

} // namespace padchestd::feed
