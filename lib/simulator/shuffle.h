#pragma once
// A random order, the same with every standard library (std::shuffle does not promise that).

#include "util/seeded_random.h"

#include <utility>
#include <vector>

namespace padchestd::simulator {

template<class Item>
void shuffle(std::vector<Item>& items, util::SeededRandom& random) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[random.below(i)]);
}

} // namespace padchestd::simulator
