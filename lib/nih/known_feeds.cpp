#include "nih/known_feeds.h"

#include <array>

namespace padchestd::nih {

namespace {

using clinical::KnownCount;
using clinical::KnownFeed;

constexpr std::array<KnownCount, 11> kCounts{{{"procedures", 112'120},
                                              {"encounters", 112'120},
                                              {"reports", 0},
                                              {"encounter_diagnoses", 141'537},
                                              {"diagnoses_in_use", 15},
                                              {"encounter_localizations", 0},
                                              {"localizations_in_use", 0},
                                              {"encounters_unlabelled", 0},
                                              {"encounters_undetermined", 0},
                                              {"months_with_encounters", 1},
                                              {"quarantined_records", 0}}};

constexpr std::array<KnownFeed, 1> kFeeds{
    {{"NIH ChestX-ray14 of 2020", 9'003'499,
      "dc1d2df67fdc1c5a7601d48699cda2b13dc2c4841488b4183dcf04884dbaca11", kCounts}}};

} // namespace

std::span<const clinical::KnownFeed> known_feeds() {
    return kFeeds;
}

} // namespace padchestd::nih
