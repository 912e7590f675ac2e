#include "padchest/known_feeds.h"

#include <array>

namespace padchestd::padchest {

namespace {

using clinical::KnownCount;
using clinical::KnownFeed;

constexpr std::array<KnownCount, 11> kWhole{{{"procedures", 160'861},
                                             {"encounters", 109'931},
                                             {"reports", 109'931},
                                             {"encounter_diagnoses", 222'233},
                                             {"diagnoses_in_use", 193},
                                             {"encounter_localizations", 196'348},
                                             {"localizations_in_use", 104},
                                             {"encounters_unlabelled", 590},
                                             {"encounters_undetermined", 3'843},
                                             {"months_with_encounters", 124},
                                             {"quarantined_records", 0}}};

constexpr std::array<KnownCount, 8> kStart{{{"procedures", 10'000},
                                            {"encounters", 6'760},
                                            {"encounter_diagnoses", 14'459},
                                            {"diagnoses_in_use", 183},
                                            {"encounter_localizations", 12'348},
                                            {"localizations_in_use", 101},
                                            {"encounters_unlabelled", 0},
                                            {"months_with_encounters", 48}}};

constexpr std::array<KnownFeed, 2> kFeeds{
    {{"PadChest of 2019-02-01", 99'203'929,
      "b02e42e5f1c53609298b47b1246a5dbed725fcae88e2cff407b772dfe10d2ddc", kWhole},
     {"the first 10,000 records of PadChest of 2019-02-01", 6'275'459,
      "b8c5e7e7096aae41e0c926dc76a9ba0e194d55cf5a97192fa5284f7bb47bb022", kStart}}};

} // namespace

std::span<const clinical::KnownFeed> known_feeds() {
    return kFeeds;
}

} // namespace padchestd::padchest
