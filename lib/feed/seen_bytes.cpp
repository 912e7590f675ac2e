#include "feed/seen_bytes.h"

#include <algorithm>

namespace padchestd::feed {

namespace {

constexpr std::uint64_t kCompared = std::uint64_t{64} << 10U;

} // namespace

std::string bytes_of(const ByteSource& source, std::uint64_t from, std::uint64_t to) {
    std::string bytes(static_cast<std::size_t>(to - from), '\0');
    bytes.resize(source.read(from, bytes.data(), bytes.size()));
    return bytes;
}

void SeenBytes::keep(const ByteSource& source, std::uint64_t end) {
    const std::uint64_t length = std::min(end, kCompared);
    end_ = end;
    first_ = bytes_of(source, 0, length);
    last_ = bytes_of(source, end - length, end);
}

bool SeenBytes::are_in(const ByteSource& source, std::uint64_t end) const {
    return end == end_ && source.size() >= end_ && bytes_of(source, 0, first_.size()) == first_ &&
           bytes_of(source, end_ - last_.size(), end_) == last_;
}

} // namespace padchestd::feed
