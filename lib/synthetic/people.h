#pragma once
// Sex, age and calendar of the real feed, as draws: shared by the made-up patients and by the made-up feed.

#include "synthetic/choice.h"

#include <chrono>

namespace padchestd::synthetic {

// The first and the last study date of the public file.
inline constexpr std::chrono::year_month_day kFirstStudy{std::chrono::year{2007}, std::chrono::May,
                                                         std::chrono::day{3}};
inline constexpr std::chrono::year_month_day kLastStudy{std::chrono::year{2017}, std::chrono::November,
                                                        std::chrono::day{17}};

struct People {
    Choice<char> sex;       // distributions.tsv, PatientSex_DICOM
    Choice<int> age_decade; // distributions.tsv, age at study: 0, 10, … 100
    Choice<int> year;       // distributions.tsv, year (studies)
    Choice<unsigned> month; // distributions.tsv, month of year (studies)
};
[[nodiscard]] const People& people();

// A whole age in years at the time of a study.
[[nodiscard]] int draw_age(util::SeededRandom& random);

// The birth of somebody who has a study at a random day of the years' distribution.
[[nodiscard]] std::chrono::year_month_day draw_birth_date(util::SeededRandom& random);

} // namespace padchestd::synthetic
