#include "simulator/findings.h"

#include "simulator/quirks.h"
#include "synthetic/stream.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace padchestd::simulator {
namespace {

// Studies per round, and rounds, of the calibration: enough for 3 % of the forty commonest labels.
constexpr std::uint64_t kSample = 20'000;
constexpr std::uint64_t kRounds = 8;

// A label that is rarer than this in a round is left to its own weight: its count is noise.
constexpr double kCountable = 25;

synthetic::Choice<int> label_counts() {
    std::vector<std::pair<int, double>> counts;
    for (const auto& row : synthetic::distribution("labels per study")) {
        const int number = synthetic::leading_number(row.value);
        if (number > 0) counts.emplace_back(number, row.weight);
    }
    return synthetic::Choice<int>(std::move(counts));
}

double studies_with_one_label() {
    for (const auto& row : synthetic::distribution("labels per study")) {
        if (row.value == "1") return row.weight;
    }
    return 0;
}

bool contains(const std::vector<std::size_t>& list, std::size_t value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

} // namespace

const Findings& Findings::built_in() {
    static const Findings findings;
    return findings;
}

Findings::Findings()
    : count_(label_counts()) {
    const auto rows = synthetic::finding_rows();
    for (const auto& row : rows) add(row);
    add_taxonomy();
    link_companions(rows);
    normal_alone_ = quirk::kNormalAlone / studies_with_one_label();
    exclude_alone_ = all_[exclude_].studies / studies_with_one_label();
    calibrate();
}

void Findings::add(const synthetic::FindingRow& row) {
    if (row.label == "normal") normal_ = all_.size();
    if (row.label == "exclude") exclude_ = all_.size();
    Finding finding;
    finding.label = row.label;
    finding.studies = row.studies;
    finding.phrases = row.phrases;
    all_.push_back(std::move(finding));
}

// Concepts of all labels, the places of the frequent ones, and the labels that are too rare for findings.tsv.
void Findings::add_taxonomy() {
    std::map<std::string_view, std::size_t> by_label;
    for (std::size_t i = 0; i < all_.size(); ++i) by_label.emplace(all_[i].label, i);
    const double studies_per_image = quirk::kStudies / quirk::kRecords;
    for (const auto& row : synthetic::taxonomy_rows()) {
        if (row.tree == "localization" || row.term.empty()) continue;
        auto known = by_label.find(row.term);
        if (known == by_label.end() && row.images > 0) {
            known = by_label.emplace(row.term, all_.size()).first;
            add({row.term, std::max(1.0, row.images * studies_per_image), {}, {}});
        }
        if (known == by_label.end()) continue;
        all_[known->second].cui = row.cui;
        all_[known->second].in_taxonomy = row.tree != "(feed only)";
    }
    for (auto& row : synthetic::localization_rows())
        all_.at(by_label.at(row.label)).places = std::move(row.places);
}

void Findings::link_companions(const std::vector<synthetic::FindingRow>& rows) {
    std::map<std::string_view, std::size_t> by_label;
    for (std::size_t i = 0; i < all_.size(); ++i) by_label.emplace(all_[i].label, i);
    std::map<std::pair<std::size_t, std::size_t>, double> lifts;
    for (const auto& row : rows) {
        const std::size_t one = by_label.at(row.label);
        for (const auto& companion : row.companions) {
            const auto other = by_label.find(companion.value);
            if (other == by_label.end() || companion.weight <= 1) continue;
            lifts[{one, other->second}] = companion.weight;
            lifts[{other->second, one}] = companion.weight;
        }
    }
    for (const auto& [pair, lift] : lifts)
        all_[pair.first].companions.push_back({pair.second, lift, lift - 1});
}

void Findings::set_weights(const std::vector<double>& weights) {
    weights_ = weights;
    std::vector<std::pair<std::size_t, double>> choices;
    for (std::size_t i = 0; i < weights_.size(); ++i) choices.emplace_back(i, weights_[i]);
    first_ = synthetic::Choice<std::size_t>(std::move(choices));
}

Findings::Tally Findings::sample(std::uint64_t round) const {
    Tally tally{std::vector<double>(all_.size(), 0), {}};
    for (const auto& finding : all_) tally.with.emplace_back(finding.companions.size(), 0.0);
    auto random = synthetic::stream(0, synthetic::Stream::calibration, round);
    for (std::uint64_t i = 0; i < kSample; ++i) {
        const auto labels = draw(random);
        for (const std::size_t label : labels) {
            tally.alone[label] += 1;
            const auto& companions = all_[label].companions;
            for (std::size_t c = 0; c < companions.size(); ++c) {
                if (contains(labels, companions[c].finding)) tally.with[label][c] += 1;
            }
        }
    }
    return tally;
}

void Findings::correct(std::vector<double>& weights, const Tally& tally) {
    const auto factor = [](double wanted, double drawn) {
        return std::max(wanted, drawn) < kCountable ? 1.0
                                                    : std::clamp(wanted / std::max(drawn, 1.0), 0.5, 2.0);
    };
    const auto wanted = [&](const Finding& finding) {
        return finding.studies / quirk::kStudies * static_cast<double>(kSample);
    };
    for (std::size_t i = 0; i < all_.size(); ++i) {
        weights[i] *= factor(wanted(all_[i]), tally.alone[i]);
        for (std::size_t c = 0; c < all_[i].companions.size(); ++c) {
            Companion& companion = all_[i].companions[c];
            const Finding& other = all_[companion.finding];
            const double both = wanted(all_[i]) * other.studies / quirk::kStudies * companion.lift;
            companion.pull *= factor(both, tally.with[i][c]);
        }
    }
}

// Labels with many companions come up more often than by their own weight, and pairs less often than by their
// lift. So weights and pulls are corrected until labels and pairs come up as often as in the real feed
// (iterative proportional fitting, on samples).
void Findings::calibrate() {
    std::vector<double> weights;
    for (const auto& finding : all_) weights.push_back(finding.studies);
    weights[normal_] = 0;
    weights[exclude_] = 0;
    set_weights(weights);
    for (std::uint64_t round = 0; round < kRounds; ++round) {
        correct(weights, sample(round));
        set_weights(weights);
    }
}

std::vector<std::size_t> Findings::draw(util::SeededRandom& random) const {
    const int count = count_.draw(random);
    if (count == 1) {
        const double which = random.fraction();
        if (which < normal_alone_) return {normal_};
        if (which < normal_alone_ + exclude_alone_) return {exclude_};
    }
    std::vector<std::size_t> labels{first_.draw(random)};
    while (labels.size() < static_cast<std::size_t>(count)) labels.push_back(draw_further(labels, random));
    return labels;
}

// P(next) is in proportion to its weight and its lift with one of the given ones, the mix of weight itself
// and of the surplus that companions have.
std::size_t Findings::draw_further(const std::vector<std::size_t>& given, util::SeededRandom& random) const {
    std::vector<std::pair<std::size_t, double>> surplus;
    double total = 0;
    for (const std::size_t index : given) {
        for (const Companion& companion : all_[index].companions) {
            if (contains(given, companion.finding)) continue;
            const double weight = weights_[companion.finding] * companion.pull;
            surplus.emplace_back(companion.finding, weight);
            total += weight;
        }
    }
    while (true) {
        double left = random.fraction() * (first_.total() + total);
        for (const auto& [companion, weight] : surplus) {
            left -= weight;
            if (left < 0) return companion;
        }
        const std::size_t index = first_.draw(random);
        if (!contains(given, index)) return index;
    }
}

} // namespace padchestd::simulator
