#include "util/hash_key.h"

#include <catch2/catch.hpp>

#include <numeric>

using namespace padchestd::util;

TEST_CASE("a keyed hash is the first half of the HMAC-SHA256 of its domain and the content hash") {
    Secret secret{};
    std::iota(secret.begin(), secret.end(), std::uint8_t{0});
    const HashKey key(secret);
    const auto hash = content_hash_from_hex("00112233445566778899aabbccddeeff");
    // By Python: hmac.new(bytes(range(32)), b'source bytes ' + bytes.fromhex('0011…ff'),
    // 'sha256').hexdigest()[:32]
    CHECK(hex(key(hash).mac) == "c0ca92db46a1ab6ca3b21f33619bd938");
    CHECK(key(hash) == key(hash));
    CHECK(HashKey(key)(hash) == key(hash)); // a copy has the same key
    CHECK_FALSE(HashKey(Secret{})(hash) == key(hash));
}

TEST_CASE("a keyed id is the first half of the HMAC-SHA256 of its domain and the id") {
    Secret secret{};
    std::iota(secret.begin(), secret.end(), std::uint8_t{0});
    const HashKey key(secret);
    // By Python: hmac.new(bytes(range(32)), b'source id 90000001_000.png', 'sha256').hexdigest()[:32]
    CHECK(hex(key.of_id("90000001_000.png").mac) == "29061ba35876dd75851d9c73335ef33b");
    CHECK_FALSE(key.of_id("90000001_000.png") == key(content_hash("90000001_000.png")));
}
