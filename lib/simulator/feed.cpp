#include "simulator/feed.h"

#include "simulator/bad_record.h"
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

FeedOptions checked(const FeedOptions& options) {
    if (options.encounters == 0) throw std::invalid_argument("encounters: at least one");
    if (!(options.bad_records >= 0 && options.bad_records <= 1))
        throw std::invalid_argument("bad records: 0 to 1");
    return options;
}

} // namespace

std::unique_ptr<Generator> make_feed(const FeedOptions& options) {
    if (options.format == "padchest") return std::make_unique<FeedGenerator>(options);
    if (options.format == "nih") return std::make_unique<NihFeed>(options);
    throw std::invalid_argument("format: padchest or nih");
}

struct FeedGenerator::State {
    explicit State(const FeedOptions& given)
        : options(checked(given))
        , maker(options.encounters, options.images_per_study, options.seed)
        , expected(static_cast<double>(options.encounters) * options.images_per_study)
        , order({options.encounters, expected, [this](std::uint64_t study) { return maker.images(study); },
                 [this](std::uint64_t study) { return maker.block(study); }, options.seed}) {}

    const Study& study(std::uint64_t number);
    std::string image_directory(const ImagePlace& place, Block block) const;
    bool next_good(std::string& record);
    void next_bad(std::string& record);

    FeedOptions options;
    StudyMaker maker;
    double expected; // records, about
    ImageOrder order;
    std::array<std::optional<Study>, kStudiesKept> kept;
    std::uint64_t good = 0;
    std::uint64_t bad = 0;
};

const Study& FeedGenerator::State::study(std::uint64_t number) {
    auto& place = kept.at(number % kStudiesKept);
    if (!place || place->number != number) place = maker.make(number);
    return *place;
}

std::string FeedGenerator::State::image_directory(const ImagePlace& place, Block block) const {
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

bool FeedGenerator::State::next_good(std::string& record) {
    const auto place = order.next();
    if (!place) return false;
    const Study& its = study(place->study);
    Row row = maker.record(its, place->image);
    row[Column::row_number] = std::to_string(good);
    row[Column::image_dir] = image_directory(*place, its.block);
    record = csv_line(row);
    ++good;
    return true;
}

void FeedGenerator::State::next_bad(std::string& record) {
    auto random = synthetic::stream(options.seed, synthetic::Stream::damage, bad, 1);
    Row row = maker.record(maker.make(options.encounters + bad), 0);
    row[Column::row_number] = std::to_string(good);
    row[Column::image_dir] = "54";
    record = spoiled(row, bad, random);
    ++bad;
}

FeedGenerator::FeedGenerator(const FeedOptions& options)
    : state_(std::make_unique<State>(options)) {}
FeedGenerator::~FeedGenerator() = default;
FeedGenerator::FeedGenerator(FeedGenerator&&) noexcept = default;
FeedGenerator& FeedGenerator::operator=(FeedGenerator&&) noexcept = default;

std::string_view FeedGenerator::header() {
    return header_line();
}

bool FeedGenerator::next(std::string& record) {
    State& s = *state_;
    if (s.options.bad_records >= 1) {
        if (static_cast<double>(s.bad) >= s.expected) return false;
        s.next_bad(record);
        return true;
    }
    // One draw a record: with the same seed a larger share only adds bad records.
    if (s.options.bad_records > 0 && synthetic::stream(s.options.seed, synthetic::Stream::damage, records())
                                         .chance(s.options.bad_records)) {
        s.next_bad(record);
        return true;
    }
    return s.next_good(record);
}

std::uint64_t FeedGenerator::records() const {
    return state_->good + state_->bad;
}
std::uint64_t FeedGenerator::bad_records() const {
    return state_->bad;
}

} // namespace padchestd::simulator
