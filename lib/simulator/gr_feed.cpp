#include "simulator/gr_feed.h"

#include "simulator/findings.h"
#include "simulator/gr_row.h"
#include "simulator/simulated_study.h"
#include "synthetic/stream.h"

#include <deque>
#include <utility>

namespace padchestd::simulator {

namespace {

constexpr double kRecordTwice = 0.02;
constexpr double kSecondLabel = 0.1;  // another label of the same sentence
constexpr double kRecordsOfStudy = 2; // about

} // namespace

struct GrFeed::State {
    explicit State(FeedOptions given)
        : options(std::move(given))
        , maker(options.encounters, options.images_per_study, options.seed) {}

    [[nodiscard]] GrRow image(std::uint64_t study, util::SeededRandom& random) const {
        return gr_image(maker.record(maker.make(study), 0), random);
    }
    void make(std::uint64_t study);

    FeedOptions options;
    StudyMaker maker;
    std::uint64_t next_study = 0;
    std::deque<std::string> lines; // of the study before it that are still to come
};

void GrFeed::State::make(std::uint64_t study) {
    auto random = synthetic::stream(options.seed, synthetic::Stream::findings, study, 2);
    const Findings& all = Findings::built_in();
    const GrRow shared = image(study, random);
    const auto findings = all.draw(random);
    for (const std::size_t finding : findings) {
        GrRow row = gr_finding(shared, finding, random);
        lines.push_back(gr_line(row));
        if (random.chance(kRecordTwice)) lines.push_back(lines.back());
        if (finding == all.normal() || !random.chance(kSecondLabel)) continue;
        row[GrColumn::label] = all[all.draw_further(findings, random)].label;
        lines.push_back(gr_line(row));
    }
}

GrFeed::GrFeed(const FeedOptions& options)
    : Generator(options)
    , state_(std::make_unique<State>(options)) {}
GrFeed::~GrFeed() = default;

std::string_view GrFeed::first_line() const {
    return gr_header_line();
}

bool GrFeed::next_good(std::string& record) {
    State& s = *state_;
    while (s.lines.empty() && s.next_study < s.options.encounters) s.make(s.next_study++);
    if (s.lines.empty()) return false;
    record = std::move(s.lines.front());
    s.lines.pop_front();
    return true;
}

// Of studies beyond the good ones, so that none of them spoils a good one's key.
std::string GrFeed::bad_record(std::uint64_t n) {
    auto random = synthetic::stream(options().seed, synthetic::Stream::damage, n, 1);
    const GrRow image = state_->image(options().encounters + n, random);
    return spoiled_gr(gr_finding(image, Findings::built_in().normal(), random), n);
}

double GrFeed::expected_records() const {
    return static_cast<double>(options().encounters) * kRecordsOfStudy;
}

} // namespace padchestd::simulator
