// Two feeds in one database: a study belongs to the feed that first wrote it.

#include "operation/audit.h"
#include "pg/transaction.h"
#include "store/checkpoint.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/recovery_proof.h"
#include "support/second_feed.h"
#include "support/step_plan.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

std::string studies(int from, int count, const std::string& image, const std::string& labels) {
    std::string text;
    for (int i = from; i < from + count; ++i) {
        const auto id = std::to_string(5000 + i);
        text += feed_line({.image = id + image, .study = id, .report_id = id, .labels = labels});
    }
    return text;
}

std::string refused(IngestRig& rig) {
    return rig.value(
        "select string_agg(feed || ' ' || reason || ' ' || column_name || ' ' || n, ',' order by feed, "
        "reason, column_name) from "
        "(select feed, reason, column_name, count(*) as n from ingest.quarantine group by 1, 2, 3) as q");
}

} // namespace

TEST_CASE("a second feed with the first one's studies is paused, and changes nothing of theirs") {
    IngestRig rig;
    rig.replace(feed_header() + studies(0, 40, "_a.png", "['normal']"));
    REQUIRE(rig.cycle().state == CycleState::worked);
    const auto before = rig.row_versions({"ods", "dwh"});
    SecondFeed second(rig);
    second.settings.ingest.breaker_min_rows = 40;
    write_file(second.settings.feed.path, feed_header() + studies(0, 40, "_b.png", "['cardiomegaly']"));
    const auto report = second.cycle();
    CHECK(report.state == CycleState::paused);
    CHECK(rig.row_versions({"ods", "dwh"}) == before);
    note_proof("two feeds with the same study ids in one database", 1,
               "the second one is paused (study_of_other_feed); no row of the first one is touched",
               kTriedToGetItStuck);
}

TEST_CASE("a study or image of another feed is quarantined by reason, and the feed's own studies load") {
    IngestRig rig;
    rig.replace(feed_header() + studies(0, 3, "_a.png", "['normal']"));
    REQUIRE(rig.cycle().state == CycleState::worked);
    SecondFeed second(rig);
    second.settings.ingest.max_reject_ratio = 1;
    write_file(second.settings.feed.path,
               feed_header() + studies(2, 4, "_b.png", "['normal']") + // the first is the other feed's
                   feed_line({.image = "5001_a.png", .study = "5500", .report_id = "5500"}));
    REQUIRE(second.cycle().state == CycleState::worked);
    CHECK(refused(rig) == "second shifted_cells ImageID 1,second study_of_other_feed StudyID 1");
    CHECK(rig.value("select string_agg(feed || ' ' || encounter_id, ',' order by encounter_id) from "
                    "ods.encounters") ==
          "padchest 5000,padchest 5001,padchest 5002,second 5003,second 5004,second 5005");
    CHECK(flaws(rig.sql(), rig.settings) == "");
    CHECK(flaws(rig.sql(), second.settings) == "");
}

TEST_CASE("a study that another feed's session writes at the same moment stays that feed's", "[threads]") {
    IngestRig rig;
    rig.settings.ingest.max_reject_ratio = 1;
    rig.replace(feed_header() + studies(0, 1, "_a.png", "['normal']"));
    REQUIRE(rig.cycle().state == CycleState::worked);
    rig.append(studies(1, 3, "_a.png", "['normal']"));
    // A session that does not take the lock of batches: what it inserts shows to the copy as a unique
    // violation.
    auto other = rig.database.connect();
    auto transaction = std::make_optional<pg::Transaction>(other);
    other.query(
        "write",
        "insert into ods.encounters select '5002', patient_id, facility_id, encounter_date, pediatric, "
        "content_hash, 1, 0, now(), 'second' from ods.encounters");
    std::atomic<bool> waits = false;
    std::thread commit([&] {
        auto watch = rig.database.connect();
        while (!waits) {
            waits = watch
                        .query("watch", "select exists (select from pg_stat_activity where datname = "
                                        "current_database() and wait_event = 'transactionid')")
                        .value()
                        .boolean();
            std::this_thread::yield();
        }
        transaction->commit();
    });
    const auto report = rig.cycle();
    commit.join();
    CAPTURE(problem_of(report).what);
    CHECK(report.state == CycleState::worked);
    CHECK(refused(rig) == "padchest study_of_other_feed StudyID 1");
    CHECK(rig.value("select feed from ods.encounters where encounter_id = '5002'") == "second");
    CHECK(rig.number("select count(*) from ods.encounters") == 4);
}

TEST_CASE("a study that another session writes between look-up and upsert stays that feed's, and untouched") {
    IngestRig rig;
    rig.settings.ingest.max_reject_ratio = 1;
    rig.replace(feed_header() + studies(0, 1, "_a.png", "['normal']"));
    REQUIRE(rig.cycle().state == CycleState::worked);
    rig.append(studies(1, 3, "_a.png", "['normal']"));
    auto other = rig.database.connect();
    const auto write = [&](std::string_view study) {
        other.query(
            "write",
            "insert into ods.encounters select $1, patient_id, facility_id, encounter_date, pediatric, "
            "content_hash, 1, 0, now(), 'second' from ods.encounters where encounter_id = '5000'",
            {study});
    };
    StepPlan plan;
    int looks = 0;
    plan.at("keys_fetched", 0, [&] {
        ++looks;
        if (looks == 1) write("5002"); // the copy is refused, and an upsert follows
        if (looks == 2) write("5003");
    });
    static_cast<void>(rig.cycle());
    plan.nothing();
    rig.settle();
    CHECK(refused(rig) == "padchest study_of_other_feed StudyID 2");
    CHECK(rig.number("select count(*) from ods.procedures where encounter_id in ('5002', '5003')") == 0);
    CHECK(rig.number("select count(*) from ods.encounters") == 4);
}

TEST_CASE("two daemons with two feeds of the same images at once: each study and image has one owner",
          "[threads]") {
    IngestRig rig;
    rig.settings.ingest.batch_rows = 5;
    rig.settings.ingest.max_reject_ratio = 1;
    rig.replace(feed_header());
    rig.cycle();
    SecondFeed second(rig);
    write_file(second.settings.feed.path, feed_header());
    second.cycle();
    std::string mine;
    std::string theirs;
    for (int i = 0; i < 60; ++i) {
        mine += studies(i, 1, "_a.png", "['normal']");
        // The same study at the other end, or the same image under a study of its own.
        theirs += i % 2 == 0 ? studies(59 - i, 1, "_b.png", "['cardiomegaly']")
                             : feed_line({.image = std::to_string(5000 + 59 - i) + "_a.png",
                                          .study = "x" + std::to_string(i),
                                          .report_id = "1"});
    }
    rig.append(mine);
    append_file(second.settings.feed.path, theirs);
    const auto settle = [](auto& daemon) {
        for (int i = 0; i < 50; ++i) {
            if (daemon.cycle().state == CycleState::idle) return;
        }
    };
    std::thread other([&] { settle(second); });
    settle(rig);
    other.join();
    CHECK(rig.number("select count(*) from (select procedure_id from ods.procedures group by procedure_id "
                     "having count(*) "
                     "> 1) as q") == 0);
    CHECK(rig.number("select count(*) from ods.encounters join ingest.quarantine using (encounter_id) where "
                     "encounters.feed = quarantine.feed and reason = 'study_of_other_feed' and column_name = "
                     "'StudyID'") == 0);
    CHECK(rig.number("select sum(loaded_records + quarantined_records) from ingest.batches") == 120);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    CHECK(flaws(rig.sql(), second.settings) == "");
    note_proof("two daemons that load two such feeds at once", 1,
               "each study and image has one owner, both audits are clean", kTriedToGetItStuck);
}

TEST_CASE("feeds of two formats in one database leave each other's terms and ancestors alone at a start") {
    IngestRig rig;
    rig.replace(feed_header() + studies(0, 2, "_a.png", "['cardiomegaly']"));
    REQUIRE(rig.cycle().state == CycleState::worked);
    const auto terms = rig.row_versions({"ods"});
    SecondFeed second(rig);
    second.settings.feed.format = "plain";
    second.settings.feed.facility = "N1";
    write_file(second.settings.feed.path, "day,exam,image,findings\n");
    REQUIRE(second.cycle().state == CycleState::idle);
    const auto now = rig.row_versions({"ods"});
    for (const std::string table : {"ods.diagnosis_ancestors", "ods.localization_ancestors"}) {
        REQUIRE(rig.number("select count(*) from " + table) > 0);
        CHECK(now.at(table) == terms.at(table));
    }
    rig.restart();
    CHECK(rig.cycle().state == CycleState::idle);
    CHECK(rig.row_versions({"ods"}) == now);
    CHECK(rig.number("select count(*) from ingest.dimension_queue") == 0);
}
