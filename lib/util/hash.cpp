#include "util/hash.h"

#include <xxhash.h>

#include <cstring>
#include <stdexcept>

namespace padchestd::util {

namespace {

ContentHash canonical(XXH128_hash_t hash) {
    XXH128_canonical_t canonical{};
    XXH128_canonicalFromHash(&canonical, hash);
    ContentHash result;
    static_assert(sizeof canonical.digest == sizeof result.bytes);
    std::memcpy(result.bytes.data(), canonical.digest, result.bytes.size());
    return result;
}

constexpr std::uint8_t kNoDigit = 0xFF;

// By character: the value of a lower-case hexadecimal digit.
constexpr auto kDigitValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(kNoDigit);
    for (std::uint8_t i = 0; i < 10; ++i) values.at('0' + i) = i;
    for (std::uint8_t i = 0; i < 6; ++i) values.at('a' + i) = static_cast<std::uint8_t>(10 + i);
    return values;
}();

} // namespace

struct Hasher::State {
    struct Free {
        void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
    };
    std::unique_ptr<XXH3_state_t, Free> xxh{XXH3_createState()};
};

ContentHash content_hash(std::string_view bytes) {
    return canonical(XXH3_128bits(bytes.data(), bytes.size()));
}

std::string hex(const ContentHash& hash) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(hash.bytes.size() * 2);
    for (const std::uint8_t byte : hash.bytes) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 0xFU];
    }
    return text;
}

ContentHash content_hash_from_hex(std::string_view text) {
    ContentHash hash;
    if (text.size() != hash.bytes.size() * 2)
        throw std::invalid_argument("not a content hash: not 32 digits");
    unsigned odd = 0; // more than 0xF where a character is no digit
    for (std::size_t i = 0; i < hash.bytes.size(); ++i) {
        const unsigned high = kDigitValues[static_cast<unsigned char>(text[2 * i])];
        const unsigned low = kDigitValues[static_cast<unsigned char>(text[2 * i + 1])];
        hash.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
        odd |= high | low;
    }
    if (odd > 0xF) throw std::invalid_argument("not a content hash: a digit is not hexadecimal");
    return hash;
}

Hasher::Hasher()
    : state_(std::make_unique<State>()) {
    reset();
}
Hasher::~Hasher() = default;
Hasher::Hasher(const Hasher& other)
    : state_(std::make_unique<State>()) {
    XXH3_copyState(state_->xxh.get(), other.state_->xxh.get());
}
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::reset() {
    XXH3_128bits_reset(state_->xxh.get());
}

void Hasher::bytes(std::string_view part) {
    XXH3_128bits_update(state_->xxh.get(), part.data(), part.size());
}

void Hasher::field(std::string_view value) {
    const std::uint64_t length = value.size() + 1; // 0 is the missing field
    XXH3_128bits_update(state_->xxh.get(), &length, sizeof length);
    bytes(value);
}

void Hasher::missing() {
    const std::uint64_t none = 0;
    XXH3_128bits_update(state_->xxh.get(), &none, sizeof none);
}

ContentHash Hasher::digest() const {
    return canonical(XXH3_128bits_digest(state_->xxh.get()));
}

} // namespace padchestd::util
