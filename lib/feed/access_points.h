#pragma once
// Places of a text from which it can be made again, at about equal distances and bounded in number: where
// there are too many, every second one is dropped and the distance doubles.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

namespace padchestd::feed {

// `Point::text` is the place: an offset of the text. A point without a value is its start.
template<typename Point>
class AccessPoints {
  public:
    // `spacing`: the first distance, in bytes of text.
    AccessPoints(std::size_t most, std::uint64_t spacing)
        : most_(most)
        , first_spacing_(spacing) {
        restart();
    }

    // Only the start is left.
    void restart() {
        points_.clear();
        points_.emplace_back();
        spacing_ = first_spacing_;
    }

    // Whether a point at `text` is far enough from the last one.
    [[nodiscard]] bool is_due(std::uint64_t text) const { return text - points_.back().text >= spacing_; }

    // `point` is after the last one.
    void add(Point point) {
        points_.push_back(std::move(point));
        if (points_.size() <= most_) return;
        spacing_ *= 2;
        std::vector<Point> kept;
        for (std::size_t i = 0; i < points_.size(); i += 2) kept.push_back(std::move(points_[i]));
        points_ = std::move(kept);
    }

    void drop_after(std::uint64_t text) {
        while (points_.back().text > text) points_.pop_back();
    }

    // The last one at `text` or before it. Ends with the next change.
    [[nodiscard]] const Point& before(std::uint64_t text) const {
        const auto after =
            std::upper_bound(points_.begin(), points_.end(), text,
                             [](std::uint64_t at, const Point& point) { return at < point.text; });
        return *std::prev(after);
    }

  private:
    std::size_t most_;
    std::uint64_t first_spacing_, spacing_ = 0;
    std::vector<Point> points_; // in order; the first is the start
};

} // namespace padchestd::feed
