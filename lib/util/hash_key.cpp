#include "util/hash_key.h"

#include <algorithm>

namespace padchestd::util {

namespace {

constexpr std::string_view kDomain = "source bytes ";

} // namespace

KeyedHash HashKey::operator()(const ContentHash& hash) const {
    const std::string_view bytes(reinterpret_cast<const char*>(hash.bytes.data()), // bytes as bytes
                                 hash.bytes.size());
    const auto digest = hmac_(kDomain, bytes);
    KeyedHash keyed;
    std::copy_n(digest.begin(), keyed.mac.bytes.size(), keyed.mac.bytes.begin());
    return keyed;
}

} // namespace padchestd::util
