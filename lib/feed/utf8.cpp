#include "feed/utf8.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace padchestd::feed {

namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

// The bytes that follow a lead byte, and the range of the first of them; the others are 80..BF.
struct Sequence {
    std::size_t following = 0;
    unsigned low = 0x80, high = 0xBF;
};

// No `following` for a byte that cannot lead (ASCII is not asked about).
Sequence sequence(unsigned lead) {
    if (lead >= 0xC2 && lead <= 0xDF) return {1, 0x80, 0xBF};
    if (lead == 0xE0) return {2, 0xA0, 0xBF}; // below: overlong
    if (lead == 0xED) return {2, 0x80, 0x9F}; // above: surrogates
    if (lead >= 0xE1 && lead <= 0xEF) return {2, 0x80, 0xBF};
    if (lead == 0xF0) return {3, 0x90, 0xBF}; // below: overlong
    if (lead >= 0xF1 && lead <= 0xF3) return {3, 0x80, 0xBF};
    if (lead == 0xF4) return {3, 0x80, 0x8F}; // above: beyond U+10FFFF
    return {};
}

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

// Bytes of the sequence at `at`, or 0 where it is not one.
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
    const Sequence expected = sequence(byte_at(bytes, at));
    if (expected.following == 0 || bytes.size() - at <= expected.following) return 0;
    const unsigned first = byte_at(bytes, at + 1);
    if (first < expected.low || first > expected.high) return 0;
    for (std::size_t i = 2; i <= expected.following; ++i) {
        if ((byte_at(bytes, at + i) & 0xC0U) != 0x80U) return 0;
    }
    return expected.following + 1;
}

bool eight_ascii(const char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return (word & kHighBits) == 0;
}

} // namespace

bool is_utf8(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        if (bytes.size() - at >= 8 && eight_ascii(bytes.data() + at)) {
            at += 8;
        } else if (byte_at(bytes, at) < 0x80) {
            ++at;
        } else {
            const std::size_t length = sequence_length(bytes, at);
            if (length == 0) return false;
            at += length;
        }
    }
    return true;
}

std::size_t utf8_length(std::string_view bytes) {
    if (bytes.empty()) return 0;
    return byte_at(bytes, 0) < 0x80 ? 1 : sequence_length(bytes, 0);
}

} // namespace padchestd::feed
