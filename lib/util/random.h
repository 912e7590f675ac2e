#pragma once
// Randomness from the system, for secrets and jitter. Repeatable draws for made-up data are in
// seeded_random.h.

#include <array>
#include <cstdint>
#include <string>

namespace padchestd::util {

using Secret = std::array<std::uint8_t, 32>; // 256 bits

// 256 bits from OpenSSL's CSPRNG. Throws std::runtime_error if the system has no entropy.
[[nodiscard]] Secret random_secret();

// Uniform in [0, 1), from the CSPRNG.
[[nodiscard]] double random_fraction();

// A version 4 UUID in its usual text form.
[[nodiscard]] std::string random_uuid();

} // namespace padchestd::util
