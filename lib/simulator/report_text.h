#pragma once
// The text of a made-up report: Spanish word stems in the feed's style, lower case, without accents, ` . `
// between sentences. Made of the stem groups of reference/findings.tsv and of phrases written for this; no
// real report is in it.

#include "simulator/sentence.h"

#include <chrono>
#include <string>
#include <vector>

namespace padchestd::simulator {

// Begins with a space; usually ends in ` .`; some have empty sentences (`. . .`) or the date of an earlier
// study.
[[nodiscard]] std::string report_text(const std::vector<Sentence>& sentences, Block block,
                                      std::chrono::year_month_day study_date, util::SeededRandom& random);

} // namespace padchestd::simulator
