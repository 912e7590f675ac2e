// A first load looks up only the keys that it may have written: its content is that of the ordinary way.

#include "integration/ingest/first_load.h"

#include <random>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

// Studies that come back in later batches: the same record, a late change of report or labels, a record
// that is not valid.
std::string random_feed(unsigned seed) {
    std::mt19937 random(seed);
    const auto below = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
    std::string text = feed_header();
    for (int i = 0; i < 150; ++i) {
        const std::string study = std::to_string(9900 + below(25));
        const std::string image = below(8) == 0 ? "88" : study; // not an image of the study: refused
        text += feed_line({.image = image + "_" + std::to_string(below(6)) + ".png",
                           .study = study,
                           .report_id = below(20) == 0 ? "" : std::to_string(4'000'000 + below(60)),
                           .labels = below(3) == 0 ? "['normal']" : "['normal', ' cardiomegaly']",
                           .localizations = below(2) == 0 ? "['loc basal']" : "['loc right']"});
    }
    return text;
}

} // namespace

TEST_CASE("a first load over returning, changed and refused records ends as the ordinary way does",
          "[threads]") {
    for (const unsigned seed : {1U, 2U, 3U}) {
        CAPTURE(seed);
        const std::string feed = random_feed(seed);
        FirstLoad plain;
        plain.settings.ingest.first_load_bytes = 0;
        plain.replace(feed);
        REQUIRE(plain.cycle().state != CycleState::degraded);

        FirstLoad rig;
        rig.replace(feed);
        REQUIRE(rig.cycle().state != CycleState::degraded);
        CHECK(rig.store_content() == plain.store_content());
        CHECK(keys_and_indexes(rig.sql()) == keys_and_indexes(plain.sql()));
        constexpr auto kOutcomes = "select coalesce(sum(loaded_records * 1000003 + unchanged_records * 1009 "
                                   "+ superseded_records), 0) from ingest.batches";
        CHECK(rig.number(kOutcomes) == plain.number(kOutcomes));
        CHECK(rig.number("select count(*) from ingest.quarantine") > 0);
        CHECK(rig.number("select count(*) from ingest.change_queue") == 0);
        CHECK(rig.number("select count(*) from dwh.fact_encounter") ==
              rig.number("select count(*) from ods.encounters"));
    }
}

TEST_CASE("a first load after a warehouse was built queues the studies for it", "[threads]") {
    FirstLoad rig;
    rig.replace(feed_header());
    rig.cycle(); // builds the warehouse of an empty store
    rig.append(sixty_images().substr(feed_header().size()));
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(rig.number("select count(*) from ods.encounters") == 30);
    CHECK(rig.number("select count(*) from dwh.fact_encounter") == 30);
}

TEST_CASE("a first load finds an image that an earlier batch put under another study", "[threads]") {
    FirstLoad rig;
    rig.settings.ingest.batch_rows = 2;
    rig.settings.feed.format = "plain"; // PadChest's images carry the name of their study
    rig.settings.feed.facility = "N1";
    rig.replace("day,exam,image,findings\n"
                "2014-09-15,e1,i1,clear\n"
                "2014-09-16,e2,i2,clear\n"
                "2014-09-17,e3,i1,clear\n"
                "2014-09-17,e4,i4,clear\n");
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(rig.number("select count(*) from ods.procedures") == 3);
    CHECK(rig.value("select string_agg(concat_ws(':', reason, encounter_id), ' ') from ingest.quarantine") ==
          "image_of_two_studies:e3");
}
