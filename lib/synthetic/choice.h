#pragma once
// A draw in proportion to weights, made ready once and drawn from often: O(log n) a draw.

#include "util/seeded_random.h"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

namespace padchestd::synthetic {

template<class Value>
class Choice {
  public:
    // None negative, at least one positive: else std::invalid_argument.
    explicit Choice(std::vector<std::pair<Value, double>> weighted) {
        for (auto& [value, weight] : weighted) {
            if (weight < 0) throw std::invalid_argument("a weight is negative");
            total_ += weight;
            values_.push_back(std::move(value));
            cumulative_.push_back(total_);
        }
        if (!(total_ > 0)) throw std::invalid_argument("nothing to choose from");
    }

    [[nodiscard]] const Value& draw(util::SeededRandom& random) const {
        const auto at = std::upper_bound(cumulative_.begin(), cumulative_.end(), random.fraction() * total_);
        const auto index = static_cast<std::size_t>(at - cumulative_.begin());
        return values_[std::min(index, values_.size() - 1)];
    }

    [[nodiscard]] double total() const { return total_; }

  private:
    std::vector<Value> values_;
    std::vector<double> cumulative_;
    double total_ = 0;
};

} // namespace padchestd::synthetic
