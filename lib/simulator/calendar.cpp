#include "simulator/calendar.h"

#include "synthetic/people.h"

#include <algorithm>

namespace padchestd::simulator {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;

// Images of the public file by block and year.
const synthetic::Choice<int>& years(Block block) {
    static const synthetic::Choice<int> physician(
        {{2009, 183}, {2014, 9'122}, {2015, 11'057}, {2016, 10'726}, {2017, 7'965}});
    static const synthetic::Choice<int> model({{2007, 21},
                                               {2008, 47},
                                               {2009, 21'643},
                                               {2010, 22'876},
                                               {2011, 23'472},
                                               {2012, 23'526},
                                               {2013, 22'176},
                                               {2014, 7'878},
                                               {2015, 169}});
    return block == Block::physician ? physician : model;
}

} // namespace

std::chrono::year_month_day draw_study_date(Block block, util::SeededRandom& random) {
    const year y{years(block).draw(random)};
    // The first and the last year are not whole: draw until the day is within.
    while (true) {
        const std::chrono::month month{synthetic::people().month.draw(random)};
        const auto last = std::chrono::year_month_day_last{y, std::chrono::month_day_last{month}}.day();
        const auto day = 1 + static_cast<unsigned>(random.below(static_cast<unsigned>(last)));
        const std::chrono::year_month_day date{y, month, std::chrono::day{day}};
        if (date >= synthetic::kFirstStudy && date <= synthetic::kLastStudy) return date;
    }
}

std::string dicom_text(std::chrono::year_month_day date) {
    const auto number = static_cast<int>(date.year()) * 10'000 +
                        static_cast<int>(static_cast<unsigned>(date.month())) * 100 +
                        static_cast<int>(static_cast<unsigned>(date.day()));
    return std::to_string(number);
}

} // namespace padchestd::simulator
