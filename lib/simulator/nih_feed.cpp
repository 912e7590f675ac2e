#include "simulator/nih_feed.h"

#include "simulator/nih_row.h"
#include "synthetic/stream.h"

#include <stdexcept>

namespace padchestd::simulator {

namespace {

// A gap in the follow-up numbers before an image: the real table's differ from the image's number in a fifth
// of the records.
constexpr double kGap = 0.03;

// Bad records are of patients beyond the good ones', so that none of them spoils a good one's key.
constexpr std::uint64_t kFirstBadPatient = 1'000'000;

FeedOptions checked_nih(const FeedOptions& options) {
    if (options.images_per_study != FeedOptions{}.images_per_study)
        throw std::invalid_argument("images per study: an image of the format nih is a study");
    return options;
}

} // namespace

struct NihFeed::State {
    NihPatient patient;
    std::uint64_t patients = 0, image = 0, follow_up = 0; // where it is
};

NihFeed::NihFeed(const FeedOptions& options)
    : Generator(checked_nih(options))
    , state_(std::make_unique<State>(State{nih_patient(options.seed, 0)})) {}
NihFeed::~NihFeed() = default;

std::string_view NihFeed::first_line() const {
    return nih_header_line();
}

bool NihFeed::next_good(std::string& record) {
    State& s = *state_;
    if (good_records() == options().encounters) return false;
    if (s.image == s.patient.images) {
        s.patient = nih_patient(options().seed, ++s.patients);
        s.image = s.follow_up = 0;
    }
    auto random = synthetic::stream(options().seed, synthetic::Stream::image, s.patients, s.image);
    if (s.image > 0 && random.chance(kGap)) ++s.follow_up;
    record = nih_line(nih_row(s.patient, s.image, s.follow_up, random));
    ++s.image, ++s.follow_up;
    return true;
}

std::string NihFeed::bad_record(std::uint64_t n) {
    const auto number = kFirstBadPatient + n;
    auto random = synthetic::stream(options().seed, synthetic::Stream::image, number);
    return spoiled_nih(nih_row(nih_patient(options().seed, number), 0, 0, random), n);
}

double NihFeed::expected_records() const {
    return static_cast<double>(options().encounters);
}

} // namespace padchestd::simulator
