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
    if (options.encounters == 0) throw std::invalid_argument("encounters: at least one");
    if (options.images_per_study != FeedOptions{}.images_per_study)
        throw std::invalid_argument("images per study: an image of the format nih is a study");
    if (!(options.bad_records >= 0 && options.bad_records <= 1))
        throw std::invalid_argument("bad records: 0 to 1");
    return options;
}

} // namespace

struct NihFeed::State {
    explicit State(const FeedOptions& given)
        : options(checked_nih(given))
        , patient(nih_patient(options.seed, 0)) {}

    bool next_good(std::string& record) {
        if (good == options.encounters) return false;
        if (image == patient.images) {
            patient = nih_patient(options.seed, ++patients);
            image = follow_up = 0;
        }
        auto random = synthetic::stream(options.seed, synthetic::Stream::image, patients, image);
        if (image > 0 && random.chance(kGap)) ++follow_up;
        record = nih_line(nih_row(patient, image, follow_up, random));
        ++image, ++follow_up, ++good;
        return true;
    }

    void next_bad(std::string& record) {
        const auto number = kFirstBadPatient + bad;
        auto random = synthetic::stream(options.seed, synthetic::Stream::image, number);
        record = spoiled_nih(nih_row(nih_patient(options.seed, number), 0, 0, random), bad);
        ++bad;
    }

    FeedOptions options;
    NihPatient patient;
    std::uint64_t patients = 0, image = 0, follow_up = 0; // where it is
    std::uint64_t good = 0, bad = 0;
};

NihFeed::NihFeed(const FeedOptions& options)
    : state_(std::make_unique<State>(options)) {}
NihFeed::~NihFeed() = default;

std::string_view NihFeed::first_line() const {
    return nih_header_line();
}

bool NihFeed::next(std::string& record) {
    State& s = *state_;
    const auto share = s.options.bad_records;
    if (share >= 1) {
        if (s.bad == s.options.encounters) return false;
        s.next_bad(record);
        return true;
    }
    // One draw a record: with the same seed a larger share only adds bad records.
    if (share > 0 && synthetic::stream(s.options.seed, synthetic::Stream::damage, records()).chance(share)) {
        s.next_bad(record);
        return true;
    }
    return s.next_good(record);
}

std::uint64_t NihFeed::records() const {
    return state_->good + state_->bad;
}
std::uint64_t NihFeed::bad_records() const {
    return state_->bad;
}

} // namespace padchestd::simulator
