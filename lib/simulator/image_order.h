#pragma once
// The order of the images of all studies in the feed: mostly apart from each other, as in the real
// one. Holds the images that were put off and nothing else, a few thousand entries whatever the feed's size.

#include "simulator/calendar.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <vector>

namespace padchestd::simulator {

struct ImagePlace {
    std::uint64_t study = 0;
    std::size_t image = 0; // 0 first: images of a study keep their order
};

class ImageOrder {
  public:
    struct Feed {
        std::uint64_t studies = 0;
        double records = 0; // about how many there will be; bounds the longest distance
        std::function<std::size_t(std::uint64_t study)> images;
        std::function<Block(std::uint64_t study)> block;
        std::uint64_t seed = 0;
    };
    explicit ImageOrder(Feed feed);

    // The next image, or nothing at the end. Every image of every study comes once.
    [[nodiscard]] std::optional<ImagePlace> next();

  private:
    struct Pending {
        std::uint64_t due = 0; // the record it waits for
        std::uint64_t study = 0;
        std::size_t image = 0;
        // Earliest first; studies in their order, and images of one study in theirs.
        friend bool operator>(const Pending& a, const Pending& b) {
            if (a.due != b.due) return a.due > b.due;
            if (a.study != b.study) return a.study > b.study;
            return a.image > b.image;
        }
    };

    [[nodiscard]] std::uint64_t draw_span(Block block, util::SeededRandom& random) const;
    void put_off(std::uint64_t study);

    Feed feed_;
    std::uint64_t record_ = 0; // images given so far
    std::uint64_t study_ = 0;  // the next one to begin
    std::priority_queue<Pending, std::vector<Pending>, std::greater<>> pending_;
};

} // namespace padchestd::simulator
