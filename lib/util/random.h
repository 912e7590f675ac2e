#pragma once
// Randomness from the system, for secrets and jitter. Repeatable draws for made-up data are in
// seeded_random.h.

#include <array>
#include <cstdint>

namespace padchestd::util {

using Secret = std::array<std::uint8_t, 32>; // 256 bits

// 256 bits from OpenSSL's CSPRNG. Throws std::runtime_error if the system has no entropy.
[[nodiscard]] Secret random_secret();

// Uniform in [0, 1), from the CSPRNG.
[[nodiscard]] double random_fraction();

} // namespace padchestd::util
