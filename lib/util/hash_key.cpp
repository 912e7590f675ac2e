#include "util/hash_key.h"

#include <algorithm>

namespace padchestd::util {

namespace {

constexpr std::string_view kDomain = "source bytes ";
constexpr std::string_view kIdDomain = "source id ";

KeyedHash first_half(const std::array<std::uint8_t, 32>& digest) {
    KeyedHash keyed;
    std::copy_n(digest.begin(), keyed.mac.bytes.size(), keyed.mac.bytes.begin());
    return keyed;
}

} // namespace

KeyedHash HashKey::operator()(const ContentHash& hash) const {
    const std::string_view bytes(reinterpret_cast<const char*>(hash.bytes.data()), // bytes as bytes
                                 hash.bytes.size());
    return first_half(hmac_(kDomain, bytes));
}

KeyedHash HashKey::of_id(std::string_view id) const {
    return first_half(hmac_(kIdDomain, id));
}

} // namespace padchestd::util
