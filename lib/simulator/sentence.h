#pragma once
// The sentences of a made-up report as a labeller sees them: which labels and places each one carries. The
// columns (annotation.h) and the report's text (report_text.h) are both made from them, and so agree.

#include "simulator/calendar.h"
#include "simulator/findings.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::simulator {

struct Sentence {
    std::vector<std::size_t> findings;    // what it speaks of; empty for one without a label of its own
    std::vector<std::string> labels;      // as written: a further label of the model's has a leading space
    std::vector<std::string_view> places; // without `loc `
};

// Sentences for the labels of a study, some of which share one, and the ones that find nothing (`normal`,
// `exclude`). The model's block comes with its quirks: empty labels, repeated ones, `normal` beside findings.
[[nodiscard]] std::vector<Sentence> draw_sentences(const std::vector<std::size_t>& findings, Block block,
                                                   util::SeededRandom& random);

// The one sentence of a study whose only label is the empty string.
[[nodiscard]] std::vector<Sentence> unlabelled_sentences(util::SeededRandom& random);

} // namespace padchestd::simulator
