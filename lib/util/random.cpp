#include "util/random.h"

#include <openssl/rand.h>

#include <stdexcept>
#include <string_view>

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

std::string random_uuid() {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<std::uint8_t, 16> bytes{};
    fill(bytes.data(), static_cast<int>(bytes.size()));
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x40U); // version 4
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U); // RFC 4122 variant
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += kDigits[bytes[i] >> 4U];
        text += kDigits[bytes[i] & 0xFU];
    }
    return text;
}

} // namespace padchestd::util
