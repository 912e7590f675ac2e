#pragma once
// The label columns of a made-up study, from its sentences.

#include "simulator/row.h"
#include "simulator/sentence.h"

namespace padchestd::simulator {

// Fills MethodLabel, Labels, Localizations, LabelsLocalizationsBySentence, labelCUIS and LocalizationsCUIS.
// `Labels` holds the sentences' labels, each text once, without `normal` and `exclude` where there is
// anything else.
void fill_annotation(Row& row, const std::vector<Sentence>& sentences, Block block,
                     util::SeededRandom& random);

// The same columns of a study that was never labelled: `nan`, and empty CUI columns.
void fill_missing_annotation(Row& row, Block block);

} // namespace padchestd::simulator
