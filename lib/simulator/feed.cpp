#include "simulator/feed.h"

#include "simulator/bad_record.h"
#include "simulator/gr_feed.h"
#include "simulator/image_order.h"
#include "simulator/nih_feed.h"
#include "simulator/quirks.h"
#include "simulator/simulated_study.h"
#include "synthetic/stream.h"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace padchestd::simulator {
namespace {

// Images of a study are mostly within a few hundred records of each other: its columns are made once for
// them.
constexpr std::size_t kStudiesKept = 256;

// The real feed's images lie in directories 0 to 10 (physicians') and 11 to 50, in file order; some of both
// in 54.
constexpr double kPhysicianDirectories = 11;
constexpr double kDirectories = 51;

} // namespace

std::unique_ptr<Generator> make_feed(const FeedOptions& options) {
    if (options.format == "padchest") return std::make_unique<FeedGenerator>(options);
    if (options.format == "nih") return std::make_unique<NihFeed>(options);
    if (options.format == "padchest_gr") return std::make_unique<GrFeed>(options);
    throw std::invalid_argument("format: padchest, nih or padchest_gr");
}

struct FeedGenerator::State {
    explicit State(FeedOptions given)
        : options(std::move(given))
        , maker(options.encounters, options.images_per_study, options.seed)
        , expected(static_cast<double>(options.encounters) * options.images_per_study)
        , order({options.encounters, expected, [this](std::uint64_t study) { return maker.images(study); },
                 [this](std::uint64_t study) { return maker.block(study); }, options.seed}) {}

    const Study& study(std::uint64_t number);
    // `good`: records before it that can be loaded.
    std::string image_directory(const ImagePlace& place, Block block, std::uint64_t good) const;

    FeedOptions options;
    StudyMaker maker;
    double expected; // records, about
    ImageOrder order;
    std::array<std::optional<Study>, kStudiesKept> kept;
};

const Study& FeedGenerator::State::study(std::uint64_t number) {
    auto& place = kept.at(number % kStudiesKept);
    if (!place || place->number != number) place = maker.make(number);
    return *place;
}

std::string FeedGenerator::State::image_directory(const ImagePlace& place, Block block,
                                                  std::uint64_t good) const {
    auto random = synthetic::stream(options.seed, synthetic::Stream::order, place.study, place.image + 1);
    if (random.chance(quirk::kImageDir54)) return "54";
    const double done = std::min(static_cast<double>(good) / expected, 1.0);
    const double physicians = quirk::kPhysicianRecords / quirk::kRecords;
    const double number = block == Block::physician
                              ? std::min(done / physicians * kPhysicianDirectories, kPhysicianDirectories - 1)
                              : kPhysicianDirectories + std::max(0.0, done - physicians) / (1 - physicians) *
                                                            (kDirectories - kPhysicianDirectories);
    return std::to_string(static_cast<int>(std::min(number, kDirectories - 1)));
}

FeedGenerator::FeedGenerator(const FeedOptions& options)
    : Generator(options)
    , state_(std::make_unique<State>(options)) {}
FeedGenerator::~FeedGenerator() = default;
FeedGenerator::FeedGenerator(FeedGenerator&&) noexcept = default;
FeedGenerator& FeedGenerator::operator=(FeedGenerator&&) noexcept = default;

std::string_view FeedGenerator::header() {
    return header_line();
}

bool FeedGenerator::next_good(std::string& record) {
    State& s = *state_;
    const auto place = s.order.next();
    if (!place) return false;
    const Study& its = s.study(place->study);
    Row row = s.maker.record(its, place->image);
    row[Column::row_number] = std::to_string(good_records());
    row[Column::image_dir] = s.image_directory(*place, its.block, good_records());
    record = csv_line(row);
    return true;
}

std::string FeedGenerator::bad_record(std::uint64_t n) {
    State& s = *state_;
    auto random = synthetic::stream(s.options.seed, synthetic::Stream::damage, n, 1);
    Row row = s.maker.record(s.maker.make(s.options.encounters + n), 0);
    row[Column::row_number] = std::to_string(good_records());
    row[Column::image_dir] = "54";
    return spoiled(row, n, random);
}

double FeedGenerator::expected_records() const {
    return state_->expected;
}

} // namespace padchestd::simulator
