#pragma once
// Made-up reports in the feed's form: a few findings with words of their own, negations, and neutral words.

#include "util/seeded_random.h"

#include <array>
#include <string>
#include <vector>

namespace padchestd::tests {

struct MadeUpFinding {
    const char* words;
    const char* denied; // as it is denied elsewhere: no more than a negation reaches
};
inline constexpr std::array<MadeUpFinding, 6> kFindings = {
    {{"cardiomegali indic cardiotorac aument", "cardiomegali indic"},
     {"derram pleural pinzamient sen", "derram pleural"},
     {"neumoni condens inferior", "neumoni condens"},
     {"fractur cost arc posterior", "fractur cost"},
     {"nodul pulmonar superior", "nodul pulmonar"},
     {"escoliosis dorsal convex dorsolumb", "escoliosis dorsal"}}};

// The report of number `index` under a seed: its finding is index % 6.
inline std::string made_up_report(std::size_t index, std::uint64_t seed = 1) {
    static constexpr std::array<const char*, 12> kNeutral = {"torax",     "imag",   "lob",  "basal",
                                                             "hemitorax", "aort",   "hili", "sil",
                                                             "mediastin", "vascul", "tubo", "cateter"};
    util::SeededRandom random(seed * 1'000'003 + index);
    std::string text = std::string(kFindings[index % kFindings.size()].words) + " . ";
    for (int i = 0; i < 2; ++i) text += std::string(kNeutral[random.below(kNeutral.size())]) + " ";
    text += std::to_string(index) + "x . sin " + kFindings[random.below(kFindings.size())].denied + " . ";
    return text;
}

inline std::vector<std::string> made_up_reports(std::size_t count, std::uint64_t seed = 1) {
    std::vector<std::string> reports;
    for (std::size_t i = 0; i < count; ++i) reports.push_back(made_up_report(i, seed));
    return reports;
}

} // namespace padchestd::tests
