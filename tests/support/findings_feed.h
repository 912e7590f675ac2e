#pragma once
// Made-up feeds of findings, and of the studies that they are of.

#include "simulator/feed.h"
#include "support/ingest_rig.h"

#include <cstdint>
#include <memory>
#include <string>

namespace padchestd::tests {

// The whole of a feed. Feeds of `padchest` and `padchest_gr` with otherwise equal options are of the same
// studies.
[[nodiscard]] inline std::string made_up(const simulator::FeedOptions& options) {
    const auto generator = simulator::make_feed(options);
    std::string text(generator->first_line());
    for (std::string record; generator->next(record);) text += record;
    return text;
}

[[nodiscard]] inline std::string made_up_findings(std::uint64_t studies, double bad = 0) {
    return made_up({.encounters = studies,
                    .images_per_study = 1.5,
                    .seed = 3,
                    .bad_records = bad,
                    .format = "padchest_gr"});
}

[[nodiscard]] inline std::string made_up_studies(std::uint64_t studies) {
    return made_up({.encounters = studies, .images_per_study = 1.5, .seed = 3});
}

inline void follow_findings(config::Settings& settings) {
    settings.feed.format = "padchest_gr";
    settings.ingest.max_reject_ratio = 1;
}

} // namespace padchestd::tests
