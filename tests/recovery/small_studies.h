#pragma once
// Small studies by number, for the feeds of the recovery tests.

#include "support/feed_text.h"

namespace padchestd::tests {

// One image of study 9900 + number; `row` may name anything but the study and the report.
inline std::string study(int number, FeedRow row = {}) {
    row.study = std::to_string(9900 + number);
    if (row.image == FeedRow{}.image) row.image = row.study + "_a.png";
    row.report_id = std::to_string(4'000'000 + number);
    return feed_line(row);
}

// One image each of the studies from … to - 1, with differing labels.
inline std::string studies(int from, int to) {
    std::string text;
    for (int i = from; i < to; ++i)
        text += study(i, {.labels = i % 2 == 0 ? "['normal']" : "['pneumonia', ' cardiomegaly']",
                          .localizations = i % 3 == 0 ? "['loc basal']" : "[]"});
    return text;
}

} // namespace padchestd::tests
