#include "util/random.h"

#include <openssl/rand.h>

#include <stdexcept>

namespace padchestd::util {

namespace {

void fill(std::uint8_t* bytes, int count) {
    if (RAND_bytes(bytes, count) != 1)
        throw std::runtime_error("the system's random generator gave no bytes");
}

} // namespace

Secret random_secret() {
    Secret secret{};
    fill(secret.data(), static_cast<int>(secret.size()));
    return secret;
}

double random_fraction() {
    std::array<std::uint8_t, 4> bytes{};
    fill(bytes.data(), static_cast<int>(bytes.size()));
    std::uint32_t value = 0;
    for (const std::uint8_t byte : bytes) value = value << 8U | byte;
    return static_cast<double>(value) / 4294967296.0; // 2^32
}

} // namespace padchestd::util
