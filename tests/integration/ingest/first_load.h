#pragma once
// A feed and a rig for tests of the first load.

#include "pg/connection.h"
#include "store/first_load.h"
#include "support/ingest_rig.h"

#include <catch2/catch.hpp>

namespace padchestd::tests {

// Sixty images of thirty studies.
inline std::string sixty_images() {
    std::string text = feed_header();
    for (int i = 0; i < 60; ++i) {
        const std::string study = std::to_string(9900 + i % 30);
        text += feed_line({.image = study + "_" + std::to_string(i) + ".png",
                           .study = study,
                           .report_id = std::to_string(4'000'000 + i % 30),
                           .labels = i % 2 == 0 ? "['normal']" : "['normal', ' cardiomegaly']",
                           .localizations = "['loc basal']"});
    }
    return text;
}

struct FirstLoad : IngestRig {
    FirstLoad() {
        settings.ingest.batch_rows = 8;
        settings.ingest.first_load_bytes = 1;
    }

    [[nodiscard]] long long put_off() { return number("select count(*) from ingest.deferred_objects"); }
};

// A first load with the checkpoint at the header's end and the keys away.
struct OpenFirstLoad : FirstLoad {
    OpenFirstLoad() {
        settings.ingest.first_load_bytes = 0;
        replace(feed_header());
        cycle();
        whole = keys_and_indexes(sql());
        const auto checkpoint = *store::read_checkpoint(sql(), settings.feed.name);
        REQUIRE(store::begin_first_load(sql(), settings.feed.name, checkpoint) == store::FirstLoad::begun);
        deferred = put_off();
    }
    std::string whole;      // keys and indexes
    long long deferred = 0; // of them
};

} // namespace padchestd::tests
