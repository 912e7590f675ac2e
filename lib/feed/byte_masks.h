#pragma once
// Where CSV's special bytes are in a block of 64 bytes, one bit a byte, the first byte in the lowest bit.
//
// SSE2 belongs to every x86-64, so there is nothing to dispatch at run time; wider registers gain little
// here, because the work after the masks costs more than the masks. Other machines take the portable form,
// eight bytes at a time.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace padchestd::feed {

inline constexpr std::size_t kBlock = 64;

struct ByteMasks {
    std::uint64_t quote = 0;
    std::uint64_t delimiter = 0;
    std::uint64_t line_feed = 0;
    std::uint64_t special = 0; // NUL, or beyond ASCII

    friend bool operator==(const ByteMasks&, const ByteMasks&) = default;
};

namespace portable {

inline constexpr std::uint64_t kLowBits = 0x0101010101010101ULL;
inline constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

// The eight bytes as a number, the first in the lowest byte.
inline std::uint64_t load(const char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    return word;
}

// The high bit of each byte that is zero. Exact: nothing carries from one byte into the next.
inline std::uint64_t zero_bytes(std::uint64_t word) {
    return ~(((word & ~kHighBits) + ~kHighBits) | word | ~kHighBits);
}

// Gathers the eight high bits in the lowest byte: the multiplication moves each to a place of its own at the
// top.
inline std::uint64_t gather(std::uint64_t high_bits) {
    return ((high_bits >> 7U) * 0x0102040810204080ULL) >> 56U;
}

inline std::uint64_t mask_of(const char* block, char byte) {
    const std::uint64_t pattern = kLowBits * static_cast<unsigned char>(byte);
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < 8; ++i) mask |= gather(zero_bytes(load(block + 8 * i) ^ pattern)) << (8 * i);
    return mask;
}

inline ByteMasks byte_masks(const char* block, char delimiter) {
    ByteMasks masks{mask_of(block, '"'), mask_of(block, delimiter), mask_of(block, '\n'),
                    mask_of(block, '\0')};
    for (std::size_t i = 0; i < 8; ++i) masks.special |= gather(load(block + 8 * i) & kHighBits) << (8 * i);
    return masks;
}

} // namespace portable

#if defined(__SSE2__)

// The four registers' comparison `test`, as one mask.
template<class Test>
inline std::uint64_t gather(const char* block, Test test) {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block) + i);
        mask |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(test(bytes)))} << (16 * i);
    }
    return mask;
}

inline std::uint64_t mask_of(const char* block, char byte) {
    const __m128i pattern = _mm_set1_epi8(byte);
    return gather(block, [pattern](__m128i bytes) { return _mm_cmpeq_epi8(bytes, pattern); });
}

inline ByteMasks byte_masks(const char* block, char delimiter) {
    const __m128i one = _mm_set1_epi8(1);
    const auto below_one = [one](__m128i bytes) { return _mm_cmplt_epi8(bytes, one); }; // as signed bytes
    return {mask_of(block, '"'), mask_of(block, delimiter), mask_of(block, '\n'), gather(block, below_one)};
}

#else

inline std::uint64_t mask_of(const char* block, char byte) {
    return portable::mask_of(block, byte);
}
inline ByteMasks byte_masks(const char* block, char delimiter) {
    return portable::byte_masks(block, delimiter);
}

#endif

} // namespace padchestd::feed
