#include "util/seeded_random.h"

#include <numeric>

namespace padchestd::util {

std::size_t SeededRandom::weighted(std::span<const double> weights) {
    double left = fraction() * std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
        left -= weights[i];
        if (left < 0) return i;
    }
    return weights.size() - 1;
}

} // namespace padchestd::util
