#include "simulator/annotation.h"

#include "simulator/python_text.h"
#include "simulator/quirks.h"
#include "simulator/shuffle.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace padchestd::simulator {
namespace {

using Texts = std::vector<std::string>;

// Concepts as the feed has them: no entry is a term without one.
using Concepts = std::map<std::string, std::string_view, std::less<>>;

Concepts label_concepts() {
    Concepts concepts;
    const Findings& all = Findings::built_in();
    for (std::size_t i = 0; i < all.size(); ++i) {
        // The feed gives `normal` none, and unknown terms the empty string.
        if (i == all.normal()) continue;
        if (!all[i].cui.empty() || !all[i].in_taxonomy) concepts.emplace(all[i].label, all[i].cui);
    }
    concepts.emplace("", "");
    return concepts;
}

Concepts place_concepts() {
    Concepts concepts;
    for (const auto& row : synthetic::taxonomy_rows()) {
        if (row.tree == "localization" && !row.cui.empty()) concepts.emplace(row.term, row.cui);
    }
    concepts["lumbar vertebrae"] = ""; // the feed does not know this one, though the taxonomy does
    return concepts;
}

std::string_view trimmed(std::string_view label) {
    return label.starts_with(' ') ? label.substr(1) : label;
}

Texts cuis(const Texts& terms, const Concepts& concepts, std::size_t prefix) {
    Texts result;
    for (const std::string& term : terms) {
        const auto found = concepts.find(trimmed(term).substr(prefix));
        if (found != concepts.end()) result.emplace_back(found->second);
    }
    return result;
}

void add_once(Texts& list, std::string text) {
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

Texts label_list(const std::vector<Sentence>& sentences) {
    Texts labels;
    for (const Sentence& sentence : sentences) {
        for (const std::string& label : sentence.labels) add_once(labels, label);
    }
    for (const std::string_view nothing : {"exclude", "normal"}) {
        if (labels.size() > 1) labels.erase(std::remove(labels.begin(), labels.end(), nothing), labels.end());
    }
    return labels;
}

Texts place_list(const std::vector<Sentence>& sentences) {
    Texts places;
    for (const Sentence& sentence : sentences) {
        for (const std::string_view place : sentence.places) add_once(places, "loc " + std::string(place));
    }
    return places;
}

// One sentence: its labels, then its places.
Texts parts(const Sentence& sentence) {
    Texts result = sentence.labels;
    for (const std::string_view place : sentence.places) result.push_back("loc " + std::string(place));
    return result;
}

std::string nested_by_sentence(const std::vector<Sentence>& sentences, util::SeededRandom& random) {
    std::vector<std::optional<Texts>> nested;
    nested.reserve(sentences.size() + 1);
    for (const Sentence& sentence : sentences) nested.emplace_back(parts(sentence));
    if (random.chance(quirk::kSentenceMissing)) {
        const auto place = static_cast<std::ptrdiff_t>(random.below(nested.size() + 1));
        nested.insert(nested.begin() + place, std::nullopt);
    }
    return python_nested_list(nested);
}

std::string flat_by_sentence(const std::vector<Sentence>& sentences) {
    Texts flat;
    for (const Sentence& sentence : sentences) {
        for (std::string& part : parts(sentence)) flat.push_back(std::move(part));
    }
    return python_list(flat);
}

} // namespace

void fill_annotation(Row& row, const std::vector<Sentence>& sentences, Block block,
                     util::SeededRandom& random) {
    static const Concepts labels_known = label_concepts();
    static const Concepts places_known = place_concepts();
    Texts labels = label_list(sentences);
    Texts places = place_list(sentences);
    // The authors' tools went through sets: the places are in no order, nor are a physician's labels.
    shuffle(places, random);
    if (block == Block::physician) shuffle(labels, random);
    row[Column::method_label] = block == Block::physician ? "Physician" : "RNN_model";
    row[Column::labels] = python_list(labels);
    row[Column::localizations] = python_list(places);
    row[Column::labels_localizations_by_sentence] =
        block == Block::physician ? nested_by_sentence(sentences, random) : flat_by_sentence(sentences);
    row[Column::label_cuis] = numpy_array(cuis(labels, labels_known, 0));
    row[Column::localizations_cuis] = numpy_array(cuis(places, places_known, 4)); // after `loc `
}

void fill_missing_annotation(Row& row, Block block) {
    row[Column::method_label] = block == Block::physician ? "Physician" : "RNN_model";
    row[Column::labels] = "nan";
    row[Column::localizations] = "nan";
    row[Column::labels_localizations_by_sentence] = "nan";
    row[Column::label_cuis].clear();
    row[Column::localizations_cuis].clear();
}

} // namespace padchestd::simulator
