#pragma once
// Repeatable pseudo-random numbers for made-up data and for tests: the same seed gives the same sequence with
// every compiler and standard library (the distributions of <random> do not promise that). Not for secrets.

#include <cstdint>
#include <span>

namespace padchestd::util {

__extension__ using Wide = unsigned __int128; // for the multiply-and-shift of below()

// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).
class SeededRandom {
  public:
    explicit SeededRandom(std::uint64_t seed)
        : state_(seed) {}

    [[nodiscard]] std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }

    // Uniform in [0, bound); bound > 0. The bias is below bound / 2^64.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) {
        return static_cast<std::uint64_t>((static_cast<Wide>(next()) * bound) >> 64U);
    }

    // Uniform in [0, 1).
    [[nodiscard]] double fraction() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

    [[nodiscard]] bool chance(double probability) { return fraction() < probability; }

    // An index drawn in proportion to `weights` (none negative, at least one positive).
    [[nodiscard]] std::size_t weighted(std::span<const double> weights);

  private:
    std::uint64_t state_;
};

} // namespace padchestd::util
