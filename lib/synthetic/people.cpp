#include "synthetic/people.h"

#include "synthetic/reference.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace padchestd::synthetic {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr double kDaysPerYear = 365.25;

// Years within the last decade of the ages (100 and above): 100 to 104, `assumed`; the table has 20 studies
// there.
constexpr std::uint64_t kOldest = 5;

template<class Number>
Choice<Number> numbers(std::string_view what) {
    std::vector<std::pair<Number, double>> weighted;
    for (const auto& row : distribution(what)) {
        weighted.emplace_back(static_cast<Number>(leading_number(row.value)), row.weight);
    }
    return Choice<Number>(std::move(weighted));
}

Choice<char> sexes() {
    std::vector<std::pair<char, double>> weighted;
    for (const auto& row : distribution("PatientSex_DICOM"))
        weighted.emplace_back(row.value.front(), row.weight);
    return Choice<char>(std::move(weighted));
}

} // namespace

const People& people() {
    static const People all{sexes(), numbers<int>("age at study, decade (studies)"),
                            numbers<int>("year (studies)"), numbers<unsigned>("month of year (studies)")};
    return all;
}

int draw_age(util::SeededRandom& random) {
    const int decade = people().age_decade.draw(random);
    // Uniform within the decade: `assumed`, the table has no finer figure.
    return decade + static_cast<int>(random.below(decade >= 100 ? kOldest : 10));
}

std::chrono::year_month_day draw_birth_date(util::SeededRandom& random) {
    const std::chrono::year year{people().year.draw(random)};
    const sys_days new_year{year / std::chrono::January / 1};
    const auto study = std::clamp(new_year + days{static_cast<int>(random.below(365))}, sys_days{kFirstStudy},
                                  sys_days{kLastStudy});
    const double age = draw_age(random) + random.fraction();
    return study - days{static_cast<int>(age * kDaysPerYear)};
}

} // namespace padchestd::synthetic
