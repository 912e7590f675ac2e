// Records from quarantine, tried again after a mend: loaded, but never over newer data, with a trace in the
// ledger; and forgotten after their time.

#include "operation/replay.h"
#include "recovery/small_studies.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;
using operation::ReplayEnd;

namespace {

// A rig whose database refuses one text, until it is mended.
struct Refusing {
    Refusing() {
        rig.replace(feed_header());
        rig.settle();
        rig.sql().script("refuse a text", "alter table ods.reports add constraint refused_text check "
                                          "(report_text !~ 'refused')");
    }

    void mend() { rig.sql().script("mend", "alter table ods.reports drop constraint refused_text"); }

    operation::ReplayReport replay() {
        const auto id = rig.number("select quarantine_id from ingest.quarantine where status = 'open'");
        return operation::replay(rig.sql(), id, rig.settings, mappings().at(rig.settings.feed.format),
                                 rig.clock);
    }

    std::string text_of(int number) {
        return rig.value("select report_text from ods.reports where encounter_id = '" +
                         std::to_string(9900 + number) + "'");
    }

    IngestRig rig;
};

const FeedRow kRefused{.report = " refused ."};

} // namespace

TEST_CASE("a replay before the mend changes nothing, after it the record loads, with a line in the ledger") {
    Refusing scene;
    auto& rig = scene.rig;
    rig.append(study(0) + study(1, kRefused) + study(2));
    REQUIRE(rig.cycle().quarantined == 1);
    const auto before = rig.row_versions({"ods", "ingest", "dwh"});
    CHECK(scene.replay().end == ReplayEnd::rejected);
    CHECK(rig.row_versions({"ods", "ingest", "dwh"}) == before);
    scene.mend();
    CHECK(scene.replay().end == ReplayEnd::loaded);
    CHECK(scene.text_of(1) == "refused .");
    CHECK(
        rig.value("select status || ' ' || (resolved_batch_id = (select max(batch_id) from ingest.batches)) "
                  "from ingest.quarantine") == "replayed true");
    CHECK(rig.value("select loaded_records from ingest.batches where kind = 'replay'") == "1");
    CHECK_THROWS(scene.replay()); // it is no longer open
    rig.append(study(3));         // and the feed goes on
    CHECK(rig.cycle().loaded == 1);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    note_proof("replay from quarantine, after the mend", 1, "loaded once, with a line in the ledger");
}

TEST_CASE("a replay does not overwrite the content of a later record") {
    Refusing scene;
    auto& rig = scene.rig;
    SECTION("a later record with other content") {
        rig.append(study(1, kRefused));
        REQUIRE(rig.cycle().quarantined == 1);
        rig.append(study(1, {.report = " newer ."}));
        REQUIRE(rig.cycle().loaded == 1);
        scene.mend();
        CHECK(scene.replay().end == ReplayEnd::superseded);
        CHECK(scene.text_of(1) == "newer .");
    }
    SECTION("a later record that found nothing to change, and so left no trace in the rows") {
        rig.append(study(1, {.report = " same ."}));
        rig.settle();
        rig.append(study(1, kRefused));
        REQUIRE(rig.cycle().quarantined == 1);
        rig.append(study(1, {.report = " same ."}));
        REQUIRE(rig.cycle().unchanged == 1);
        scene.mend();
        CHECK(scene.replay().end == ReplayEnd::superseded);
        CHECK(scene.text_of(1) == "same .");
    }
    CHECK(rig.value("select status from ingest.quarantine") == "superseded");
    CHECK(rig.number("select count(*) from ingest.batches where kind = 'replay'") == 1);
    rig.settle();
    CHECK(flaws(rig.sql(), rig.settings) == "");
    note_proof("replay from quarantine, against later records", 1, "nothing newer is overwritten");
}

TEST_CASE("a record of an older generation inserts the keys that are absent, and changes none") {
    Refusing scene;
    auto& rig = scene.rig;
    rig.append(study(1, {.image = "9901_old.png", .report = " refused .", .labels = "['pneumonia']"}));
    REQUIRE(rig.cycle().quarantined == 1);
    rig.replace(feed_header() + study(2)); // another generation
    rig.settle();
    SECTION("the study came again") {
        rig.append(study(1, {.image = "9901_new.png", .report = " newer ."}));
        rig.settle();
        scene.mend();
        CHECK(scene.replay().end == ReplayEnd::loaded);
        CHECK(scene.text_of(1) == "newer .");
        CHECK(rig.value("select string_agg(procedure_id, ' ' order by 1) from ods.procedures "
                        "where encounter_id = '9901'") == "9901_new.png 9901_old.png");
        CHECK(rig.value("select string_agg(diagnosis_code, ' ') from ods.encounter_diagnoses "
                        "where encounter_id = '9901'") == "normal");
    }
    SECTION("it never came again") {
        scene.mend();
        CHECK(scene.replay().end == ReplayEnd::loaded);
        CHECK(scene.text_of(1) == "refused .");
    }
    rig.settle();
    CHECK(flaws(rig.sql(), rig.settings) == "");
    note_proof("replay from quarantine of an older generation", 1, "inserts absent keys only");
}

TEST_CASE("what stays in quarantine too long is forgotten, and its line in the books stays") {
    IngestRig rig;
    rig.settings.quarantine.keep_days = 30;
    rig.replace(feed_header() + study(0, {.date = "99991231"}) + study(1));
    REQUIRE(rig.cycle().quarantined == 1);
    rig.clock.advance(std::chrono::hours(24 * 29));
    rig.settle();
    CHECK(rig.value("select status from ingest.quarantine") == "open");
    rig.clock.advance(std::chrono::hours(24 * 2));
    rig.settle();
    CHECK(rig.value("select status || ' ' || (record is null) from ingest.quarantine") == "expired true");
    CHECK(flaws(rig.sql(), rig.settings) == "");
    note_proof("expiry of quarantined records", 1, "content forgotten on time; the books still add up");
}
