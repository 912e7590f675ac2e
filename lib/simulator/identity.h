#pragma once
// Made-up identifiers in the shapes of the feed's. They are digits drawn at random, and no real one can be
// among them: study ids begin with 990000, the source's patient ids with 980000, report ids with 9 (the real
// ones with 3, 4 or 5). Within a feed each is distinct, because the study's number is in it.

#include "simulator/calendar.h"

#include <cstdint>
#include <string>

namespace padchestd::simulator {

class Identity {
  public:
    // `studies`: how many there will be; it sets the width of report ids (seven digits up to a million
    // studies).
    Identity(std::uint64_t studies, std::uint64_t seed);

    // 20 to 51 digits without a suffix; some of the physicians' block carry one, nearly always that of the
    // study before them (so the plain id and `…_1` both occur).
    [[nodiscard]] std::string study_id(std::uint64_t study, Block block) const;

    [[nodiscard]] std::string report_id(std::uint64_t study) const;
    [[nodiscard]] std::string patient_id(std::uint64_t patient) const;

    // `<StudyID>_4k0z9d.png` or `<StudyID>_01-234-567.png`. `image` is below 16.
    [[nodiscard]] std::string image_id(const std::string& study_id, std::uint64_t study, std::uint64_t image,
                                       Block block) const;

  private:
    [[nodiscard]] std::string plain_study_id(std::uint64_t study, Block block) const;
    [[nodiscard]] bool has_suffix(std::uint64_t study, Block block) const;

    std::uint64_t seed_;
    std::uint64_t report_range_ = 1'000'000; // a power of ten
};

} // namespace padchestd::simulator
