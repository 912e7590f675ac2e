#pragma once
// Word stems for the parts of a report that name no finding, and for the finding's own.

#include "simulator/findings.h"

#include <string>
#include <string_view>

namespace padchestd::simulator {

// The words for a finding: `cardiomegali`, `liger derram pleural`.
[[nodiscard]] std::string finding_phrase(const Finding& finding, util::SeededRandom& random);

// The words for a place: `derech`, `bibasal`; empty for one that needs no word.
[[nodiscard]] std::string_view place_phrase(std::string_view place);

// A sentence that denies something: `no apreci infiltr ni condens`, `sin derram pleural`.
[[nodiscard]] std::string negation(util::SeededRandom& random);

// A sentence of a study without findings: `sin hallazg signific`.
[[nodiscard]] std::string nothing_found(util::SeededRandom& random);

// A sentence that reports no finding and denies none: `siluet cardiac normal`, `control evolut`.
[[nodiscard]] std::string neutral(util::SeededRandom& random);

} // namespace padchestd::simulator
