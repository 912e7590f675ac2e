#pragma once
// Fits a model to a sample of distinct texts. Single-threaded; memory is bounded by Parameters: at most about
// 130 MB at 8,192 terms, 50 MB on the PadChest reports (docs/report-text.md).

#include "text/corpus_sample.h"
#include "text/model.h"

#include <stop_token>

namespace padchestd::text {

// `previous`: its cluster numbers are kept where clusters go on. The sample's order and repetitions make no
// difference. An empty sample gives a model without terms, to which every report is one without. Throws
// Stopped (text/decomposition.h).
[[nodiscard]] Model fit(const CorpusSample& sample, const Parameters& parameters,
                        const Model* previous = nullptr, const std::stop_token& stop = {});

} // namespace padchestd::text
