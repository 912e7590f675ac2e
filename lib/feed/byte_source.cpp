#include "feed/byte_source.h"

#include <algorithm>
#include <vector>

namespace padchestd::feed {

namespace {

constexpr std::size_t kLookedAt = std::size_t{256} << 10U; // bytes at a time

} // namespace

std::uint64_t ByteSource::nul_run_end(std::uint64_t from, std::uint64_t to) const {
    std::vector<char> piece(static_cast<std::size_t>(std::min<std::uint64_t>(kLookedAt, to - from)));
    while (from < to) {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), to - from));
        const std::size_t got = read(from, piece.data(), want);
        const auto end = piece.begin() + static_cast<std::ptrdiff_t>(got);
        const auto text = std::find_if(piece.begin(), end, [](char byte) { return byte != '\0'; });
        from += static_cast<std::uint64_t>(text - piece.begin());
        if (text != end) return from;
        if (got < want) break; // the file was cut meanwhile
        from = next_data(from, to);
    }
    return to;
}

} // namespace padchestd::feed
