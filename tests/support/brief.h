#pragma once
// What a test leaves out under a sanitizer in the short form. A sanitizer needs to see a piece of code run
// once; what the code does is proved by many runs without one, and in the long form with one.

#include "support/environment.h"

#include <cstddef>
#include <vector>

namespace padchestd::tests {

// A random test takes fewer rounds then.
[[nodiscard]] inline bool briefly() {
    return sanitized() && !long_run();
}

// Cases that differ in the place only (a step to be killed at, a setting): all of them, but briefly() every
// third, from a random one on.
template<typename Case>
[[nodiscard]] std::vector<Case> share_of(const std::vector<Case>& cases) {
    if (!briefly()) return cases;
    std::vector<Case> share;
    for (std::size_t i = seed() % 3; i < cases.size(); i += 3) share.push_back(cases[i]);
    return share;
}

} // namespace padchestd::tests
