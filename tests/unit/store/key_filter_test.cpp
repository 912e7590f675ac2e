#include "store/key_filter.h"

#include <catch2/catch.hpp>

#include <string>

using padchestd::store::KeyFilter;

TEST_CASE("a key filter knows every key that was added, and takes few others for one") {
    constexpr int kKeys = 100'000;
    KeyFilter filter;
    for (int i = 0; i < kKeys; ++i) filter.add(KeyFilter::Kind::encounter, std::to_string(i));
    int known = 0;
    int mistaken = 0;
    for (int i = 0; i < kKeys; ++i) {
        known += filter.may_hold(KeyFilter::Kind::encounter, std::to_string(i)) ? 1 : 0;
        mistaken += filter.may_hold(KeyFilter::Kind::encounter, std::to_string(kKeys + i)) ? 1 : 0;
        mistaken += filter.may_hold(KeyFilter::Kind::procedure, std::to_string(i)) ? 1 : 0;
    }
    CHECK(known == kKeys);
    CHECK(mistaken < 100);
}
