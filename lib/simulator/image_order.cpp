#include "simulator/image_order.h"

#include "simulator/quirks.h"
#include "synthetic/stream.h"

#include <algorithm>
#include <array>

namespace padchestd::simulator {
namespace {

// Distances, in records, between the first and the last image of the model's studies with several images:
// quantiles of the public file.
struct Quantile {
    double share;
    double records;
};
constexpr std::array<Quantile, 15> kSpans{{{0, 1},
                                           {.009, 1},
                                           {.02, 2},
                                           {.1, 13},
                                           {.26, 34},
                                           {.4, 56},
                                           {.5, 74},
                                           {.6, 95},
                                           {.7, 122},
                                           {.8, 170},
                                           {.815, 700},
                                           {.9, 8'027},
                                           {.95, 14'630},
                                           {.99, 27'422},
                                           {1, quirk::kLongestSpan}}};

// From here on an image lies anywhere in the file: these distances shrink with a smaller feed.
constexpr double kFar = 500;

// A physician's study keeps its images together, but for a hundredth with one record between.
constexpr double kPhysicianGap = 0.01;

} // namespace

ImageOrder::ImageOrder(Feed feed)
    : feed_(std::move(feed)) {}

std::uint64_t ImageOrder::draw_span(Block block, util::SeededRandom& random) const {
    if (block == Block::physician) return random.chance(kPhysicianGap) ? 2 : 1;
    const double at = random.fraction();
    const auto upper =
        std::find_if(kSpans.begin() + 1, kSpans.end(), [&](const Quantile& q) { return at < q.share; });
    const auto lower = upper - 1;
    const double within = (at - lower->share) / (upper->share - lower->share);
    const double span = lower->records + within * (upper->records - lower->records);
    if (span < kFar) return static_cast<std::uint64_t>(span);
    return static_cast<std::uint64_t>(std::max(kFar, span * std::min(1.0, feed_.records / quirk::kRecords)));
}

// Queues the images of a study after its first one, which is at record_.
void ImageOrder::put_off(std::uint64_t study) {
    const std::size_t images = feed_.images(study);
    if (images < 2) return;
    auto random = synthetic::stream(feed_.seed, synthetic::Stream::order, study);
    const std::uint64_t span = std::max<std::uint64_t>(draw_span(feed_.block(study), random), images - 1);
    std::vector<std::uint64_t> distances{span};
    while (distances.size() + 1 < images) distances.push_back(1 + random.below(span));
    std::sort(distances.begin(), distances.end());
    // Neighbours come before whatever else is due.
    const bool together = span == images - 1;
    for (std::size_t i = 0; i < distances.size(); ++i) {
        pending_.push({together ? 0 : record_ + distances[i], study, i + 1});
    }
}

std::optional<ImagePlace> ImageOrder::next() {
    const bool begun = study_ >= feed_.studies;
    if (begun && pending_.empty()) return std::nullopt;
    if (!pending_.empty() && (begun || pending_.top().due <= record_)) {
        const Pending top = pending_.top();
        pending_.pop();
        ++record_;
        return ImagePlace{top.study, top.image};
    }
    const std::uint64_t study = study_++;
    put_off(study);
    ++record_;
    return ImagePlace{study, 0};
}

} // namespace padchestd::simulator
