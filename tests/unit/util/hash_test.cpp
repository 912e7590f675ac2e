#include "util/hash.h"

#include <catch2/catch.hpp>

using namespace padchestd;

TEST_CASE("equal contents have equal hashes") {
    CHECK(util::content_hash("a") == util::content_hash("a"));
    CHECK_FALSE(util::content_hash("a") == util::content_hash("b"));
}
