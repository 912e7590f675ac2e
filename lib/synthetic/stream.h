#pragma once
// Independent sequences of one seed: the n-th patient, the n-th study and the m-th image of it each draw from
// a sequence of their own. So any of them can be made again alone, in any order, and more of them change
// nothing in the earlier ones.

#include "util/seeded_random.h"

#include <cstdint>

namespace padchestd::synthetic {

// The numbers are part of the format: another number is other data under the same seed.
enum class Stream : std::uint64_t {
    patient = 1,
    study = 2,    // what a study is: date, maker, number of images, whose it is
    findings = 3, // its labels
    report = 4,   // its sentences
    image = 5,    // an image of it
    order = 6,    // where its images are in the feed
    damage = 7,   // bad records
    calibration = 8,
    source_patient = 9, // the person the source names
};

[[nodiscard]] inline util::SeededRandom stream(std::uint64_t seed, Stream purpose, std::uint64_t index,
                                               std::uint64_t part = 0) {
    // Three rounds of SplitMix64 decorrelate neighbours in each of the coordinates.
    std::uint64_t state = util::SeededRandom(seed ^ (static_cast<std::uint64_t>(purpose) << 56U)).next();
    state = util::SeededRandom(state ^ index).next();
    return util::SeededRandom(util::SeededRandom(state ^ part).next());
}

} // namespace padchestd::synthetic
