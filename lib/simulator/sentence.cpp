#include "simulator/sentence.h"

#include "simulator/quirks.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace padchestd::simulator {
namespace {

// A physician's sentence takes up a further label this often.
constexpr double kJoinedByPhysician = 0.30;

// A sentence of the model's that is about nothing (`exclude`), in studies with findings.
constexpr double kExcluded = 0.11;

// Sides of a label that is too rare to have a row in localizations.tsv: `assumed`.
constexpr double kRareRight = 0.3;
constexpr double kRareLeft = 0.25;

// Besides its label's places a sentence names any other this often: the places that are too rare for
// localizations.tsv.
constexpr double kAnyPlace = 0.03;

const synthetic::Choice<std::string_view>& any_place() {
    static const synthetic::Choice<std::string_view> places([] {
        std::vector<std::pair<std::string_view, double>> weighted;
        for (const auto& row : synthetic::taxonomy_rows()) {
            if (row.tree == "localization" && row.images > 0)
                weighted.emplace_back(row.term, std::sqrt(row.images));
        }
        return weighted;
    }());
    return places;
}

void add_places(Sentence& sentence, const Finding& finding, util::SeededRandom& random) {
    const auto add = [&](std::string_view place, double share) {
        if (!random.chance(share)) return;
        if (std::find(sentence.places.begin(), sentence.places.end(), place) != sentence.places.end()) return;
        sentence.places.push_back(place);
    };
    for (const auto& place : finding.places) add(place.value, place.weight);
    if (!finding.places.empty()) add(any_place().draw(random), kAnyPlace);
    if (finding.studies >= 100 || !finding.places.empty()) return;
    add("right", kRareRight);
    add("left", kRareLeft);
}

// The model's groups are sorted, and all but the first label of each has a leading space.
void write_labels(Sentence& sentence, Block block) {
    for (const std::size_t finding : sentence.findings) {
        sentence.labels.emplace_back(Findings::built_in()[finding].label);
    }
    if (block == Block::physician) return;
    std::sort(sentence.labels.begin(), sentence.labels.end());
    for (std::size_t i = 1; i < sentence.labels.size(); ++i) sentence.labels[i].insert(0, " ");
}

Sentence normal_sentence(util::SeededRandom& random) {
    const Findings& all = Findings::built_in();
    Sentence sentence{{all.normal()}, {"normal"}, {}};
    add_places(sentence, all[all.normal()], random);
    return sentence;
}

// How many sentences of a study find nothing: counted on the public file by block.
std::size_t draw_normal_sentences(Block block, util::SeededRandom& random) {
    static const synthetic::Choice<std::size_t> physician(
        {{0, .389}, {1, .351}, {2, .21}, {3, .029}, {4, .014}, {5, .007}});
    static const synthetic::Choice<std::size_t> model({{0, .459}, {1, .504}, {2, .03}, {3, .007}});
    return (block == Block::physician ? physician : model).draw(random);
}

std::vector<Sentence> grouped(const std::vector<std::size_t>& findings, Block block,
                              util::SeededRandom& random) {
    const double joined = block == Block::physician ? kJoinedByPhysician : quirk::kJoined;
    std::vector<Sentence> sentences;
    for (const std::size_t finding : findings) {
        if (sentences.empty() || !random.chance(joined)) sentences.emplace_back();
        sentences.back().findings.push_back(finding);
    }
    for (Sentence& sentence : sentences) {
        write_labels(sentence, block);
        for (const std::size_t finding : sentence.findings) {
            add_places(sentence, Findings::built_in()[finding], random);
        }
    }
    return sentences;
}

// What the model does wrong in studies with findings.
void add_quirks(std::vector<Sentence>& sentences, const std::vector<std::size_t>& findings, double studies,
                util::SeededRandom& random) {
    // The rates are by study of the block, and only `studies` of it have findings.
    const auto happens = [&](double rate) { return random.chance(rate / studies); };
    if (happens(quirk::kNormalBeside)) sentences.push_back({{}, {"exclude", " normal"}, {}});
    if (happens(quirk::kExcludeBeside)) sentences.push_back({{}, {"", " exclude"}, {}});
    if (happens(quirk::kLeadingFirst)) {
        Sentence& first = sentences.front();
        first.labels.front().insert(0, " ");
        first.labels.insert(first.labels.begin(), "exclude");
    }
    if (findings.size() > 1 && random.chance(quirk::kRepeatedLabel)) {
        Sentence again{{findings.front(), findings.back()}, {}, {}};
        write_labels(again, Block::model);
        sentences.push_back(std::move(again));
    }
    if (happens(quirk::kEmptyLabelBeside)) sentences.push_back({{}, {""}, {}});
    if (random.chance(kExcluded)) sentences.push_back({{}, {"exclude"}, {}});
}

} // namespace

std::vector<Sentence> draw_sentences(const std::vector<std::size_t>& findings, Block block,
                                     util::SeededRandom& random) {
    const bool normal = findings.front() == Findings::built_in().normal();
    std::vector<Sentence> sentences;
    if (!normal) sentences = grouped(findings, block, random);
    if (!normal && block == Block::model) {
        add_quirks(sentences, findings, 1 - quirk::kNormalAlone / quirk::kStudies, random);
    }
    std::size_t without = draw_normal_sentences(block, random);
    if (normal && without == 0) without = 1;
    if (Findings::built_in()[findings.front()].label == "exclude") without = 0; // `normal` would outlive it
    for (std::size_t i = 0; i < without; ++i) sentences.push_back(normal_sentence(random));
    return sentences;
}

std::vector<Sentence> unlabelled_sentences(util::SeededRandom& random) {
    Sentence sentence{{}, {""}, {}};
    // 76 % of them name a place all the same.
    static const synthetic::Choice<std::string_view> places(
        {{"right", .3}, {"left", .25}, {"basal", .12}, {"hilar", .1}, {"bilateral", .13}, {"aortic", .1}});
    if (random.chance(0.76)) sentence.places.push_back(places.draw(random));
    return {sentence};
}

} // namespace padchestd::simulator
