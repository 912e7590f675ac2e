// The first load of an empty store, whose keys and indexes are built at its end.

#include "operation/status.h"
#include "pg/error.h"
#include "pg/transaction.h"
#include "store/first_load.h"
#include "support/ingest_rig.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

// Sixty images of thirty studies.
std::string sixty_images() {
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

} // namespace

TEST_CASE("a first load gives the same rows, keys and indexes as any other load") {
    IngestRig plain;
    plain.settings.ingest.first_load_bytes = 0;
    plain.replace(sixty_images());
    REQUIRE(plain.cycle().state == CycleState::worked);

    FirstLoad rig;
    rig.replace(sixty_images());
    const auto report = rig.cycle();
    CAPTURE(report.problem);
    REQUIRE(report.state == CycleState::worked);
    CHECK(report.batches == 8);
    CHECK(rig.store_content() == plain.store_content());
    CHECK(keys_and_indexes(rig.sql()) == keys_and_indexes(plain.sql()));
    CHECK(rig.put_off() == 0);
}

TEST_CASE("keys and indexes are away while a first load is under way, and built by whoever comes next") {
    FirstLoad rig;
    rig.settings.ingest.first_load_bytes = 0;
    rig.replace(feed_header());
    rig.cycle(); // the checkpoint is there, and nothing else
    const auto whole = keys_and_indexes(rig.sql());
    const auto checkpoint = store::read_checkpoint(rig.sql(), rig.settings.feed.name);
    REQUIRE(checkpoint);
    REQUIRE(store::begin_first_load(rig.sql(), rig.settings.feed.name, *checkpoint) ==
            store::FirstLoad::begun);
    CHECK(operation::read_status(rig.settings, rig.clock).database.first_load);
    CHECK(rig.put_off() == 12);
    CHECK(rig.number("select count(*) from pg_constraint where contype = 'f' and conrelid = "
                     "'ods.encounters'::regclass") == 0);
    CHECK(store::begin_first_load(rig.sql(), rig.settings.feed.name, *checkpoint) ==
          store::FirstLoad::not_due);

    rig.restart();
    rig.append(sixty_images().substr(feed_header().size()));
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(keys_and_indexes(rig.sql()) == whole);
    CHECK(rig.put_off() == 0);
}

TEST_CASE("a store that holds an encounter keeps its keys and indexes") {
    FirstLoad rig;
    rig.replace(feed_header() + feed_line({}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    const auto checkpoint = store::read_checkpoint(rig.sql(), rig.settings.feed.name);
    CHECK(store::begin_first_load(rig.sql(), rig.settings.feed.name, *checkpoint) ==
          store::FirstLoad::not_due);
}

TEST_CASE("a daemon that was overtaken, or whose tables are being read, does not begin a first load") {
    FirstLoad rig;
    rig.replace(feed_header());
    rig.cycle();
    const auto whole = keys_and_indexes(rig.sql());
    auto checkpoint = *store::read_checkpoint(rig.sql(), rig.settings.feed.name);
    {
        auto reader = rig.database.connect();
        pg::Transaction reading(reader);
        reader.query("read", "select from ods.encounters");
        CHECK(store::begin_first_load(rig.sql(), rig.settings.feed.name, checkpoint) ==
              store::FirstLoad::not_here);
    }
    checkpoint.epoch += 1;
    CHECK(store::begin_first_load(rig.sql(), rig.settings.feed.name, checkpoint) ==
          store::FirstLoad::not_here);
    CHECK(keys_and_indexes(rig.sql()) == whole);
    CHECK(rig.put_off() == 0);
}

TEST_CASE(
    "a row that no key would have allowed is refused at the end of a first load, loudly, until it is gone") {
    FirstLoad rig;
    rig.settings.ingest.first_load_bytes = 0;
    rig.replace(feed_header());
    rig.cycle();
    const auto checkpoint = *store::read_checkpoint(rig.sql(), rig.settings.feed.name);
    REQUIRE(store::begin_first_load(rig.sql(), rig.settings.feed.name, checkpoint) ==
            store::FirstLoad::begun);
    rig.sql().script("meddle", "insert into ods.encounter_diagnoses values ('no such study', 'normal')");
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(rig.put_off() == 12);
    rig.sql().script("mend", "delete from ods.encounter_diagnoses");
    CHECK(rig.cycle().state != CycleState::degraded);
    CHECK(rig.put_off() == 0);
}
