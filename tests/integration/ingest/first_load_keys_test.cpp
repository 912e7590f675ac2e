// A first load looks up only the keys that it may have written: its content is that of the ordinary way.

#include "integration/ingest/first_load.h"
#include "support/second_feed.h"
#include "util/step.h"

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

// First loads whose keys refused a row at the end.
constexpr auto kRefusedLoads = "select count(*) from ingest.generations where first_load_failed is not null";

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
        CHECK(rig.number(kRefusedLoads) == 0);
        CHECK(rig.number("select count(*) from ingest.change_queue") == 0);
        CHECK(rig.number("select count(*) from dwh.fact_encounter") ==
              rig.number("select count(*) from ods.encounters"));
    }
}

TEST_CASE("a first load is without the primary keys that nothing else needs", "[threads]") {
    OpenFirstLoad rig;
    const auto primary_keys = [&rig] {
        return rig.value(
            "select string_agg(conname, ' ' order by conname) from pg_constraint where contype = "
            "'p' and connamespace = 'ods'::regnamespace and conname ~ "
            "'^(procedures|reports|encounter)'");
    };
    CHECK(primary_keys() == "encounters_pkey reports_pkey");
    struct Need {
        std::string begin, end, kept;
    };
    const std::string view = "select encounter_id, procedure_id, modality from ods.procedures group by 1, 2";
    for (const auto& [begin, end, kept] : std::initializer_list<Need>{
             {"create view public.v as " + view, "drop view public.v", "procedures_pkey"},
             {"create publication p for table ods.procedures", "drop publication p", "procedures_pkey"},
             {"create publication p for tables in schema ods", "drop publication p", "procedures_pkey"},
             {"create publication p for all tables", "drop publication p", "procedures_pkey"},
             {"create table public.t (e text, c text, foreign key (e, c) references ods.encounter_diagnoses)",
              "drop table public.t", "encounter_diagnoses_pkey"},
             {"alter table ods.encounter_diagnoses replica identity using index encounter_diagnoses_pkey",
              "alter table ods.encounter_diagnoses replica identity default", "encounter_diagnoses_pkey"},
             {"cluster ods.encounter_diagnoses using encounter_diagnoses_pkey",
              "alter table ods.encounter_diagnoses set without cluster", "encounter_diagnoses_pkey"}}) {
        CAPTURE(begin);
        REQUIRE(store::end_first_load(rig.sql(), nullptr).kind == store::FirstLoadEnd::Kind::built);
        rig.sql().script("need a key", begin);
        REQUIRE(store::begin_first_load(rig.sql(), rig.settings.feed.name,
                                        *store::read_checkpoint(rig.sql(), rig.settings.feed.name)) ==
                store::FirstLoad::begun);
        CHECK(primary_keys().find(kept) != std::string::npos);
        rig.sql().script("need it no more", end);
    }
    rig.append(sixty_images().substr(feed_header().size()));
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
}

TEST_CASE("another feed loads changed records while a first load has the primary keys away", "[threads]") {
    const std::string feed = random_feed(4);
    IngestRig plain;
    SecondFeed plain_second(plain);
    write_file(plain_second.settings.feed.path, feed);
    REQUIRE(plain_second.cycle().state == CycleState::worked);

    OpenFirstLoad rig;
    SecondFeed second(rig);
    second.settings.ingest.batch_rows = 8;
    write_file(second.settings.feed.path, feed);
    REQUIRE(second.cycle().state == CycleState::worked);
    CHECK(rig.store_content() == plain.store_content());
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
    CHECK(rig.number(kRefusedLoads) == 0);
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

TEST_CASE("the index of images comes back with the first image that may have come before", "[threads]") {
    FirstLoad rig;
    rig.settings.ingest.batch_rows = 2;
    std::string without; // the index, as of each batch
    static std::string* seen = nullptr;
    static pg::Connection* observer = nullptr;
    auto other = pg::Connection(
        {.conninfo = rig.settings.postgres.conninfo, .role = "observer", .stop = {}, .on_wait = {}});
    seen = &without;
    observer = &other;
    std::string feed = feed_header();
    for (const std::string image : {"1_a", "2_b", "3_c", "4_d", "1_a", "5_e", "6_f", "7_g"})
        feed += feed_line({.image = image + ".png", .study = image.substr(0, 1)});
    rig.replace(feed);
    util::observe_steps([](std::string_view step) {
        if (step != "batch_done") return;
        *seen += observer->query("look", "select (to_regclass('ods.procedures_procedure_idx') is null)::text")
                     .value()
                     .text()
                     .substr(0, 1);
    });
    REQUIRE(rig.cycle().state == CycleState::worked);
    util::observe_steps(nullptr);
    CHECK(without == "ttff");
    CHECK(rig.number("select count(*) from ods.procedures") == 7);
    CHECK(rig.put_off() == 0);
}
