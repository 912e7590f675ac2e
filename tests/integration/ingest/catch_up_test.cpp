// Catching up: a long backlog on a store that holds rows, without foreign keys meanwhile.

#include "integration/ingest/first_load.h"
#include "operation/status.h"
#include "pg/error.h"
#include "pg/transaction.h"
#include "store/catch_up.h"
#include "support/recovery_proof.h"
#include "util/step.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

// Sixty images of thirty other studies; two that change earlier ones, one of them with a new image; two bad
// records.
std::string rest() {
    std::string text;
    for (int i = 0; i < 60; ++i) {
        const std::string study = std::to_string(8800 + i % 30);
        text += feed_line({.image = study + "_" + std::to_string(i) + ".png",
                           .study = study,
                           .report_id = std::to_string(5'000'000 + i % 30),
                           .labels = i % 2 == 0 ? "['pneumonia']" : "['pneumonia', ' something new']",
                           .localizations = "['loc right']"});
        if (i == 20) text += "one,two\n";
        if (i == 40)
            text += feed_line({.image = "9901_new.png",
                               .study = "9901",
                               .report_id = "4000001",
                               .report = " derrame pleural .",
                               .labels = "['pleural effusion']",
                               .localizations = "['loc left']"});
    }
    return text + feed_line({.image = "8800_bad.png", .study = "8800", .date = "99991231"});
}

struct CatchUp : FirstLoad {
    explicit CatchUp(std::uint64_t least = 1) {
        settings.ingest.first_load_bytes = 0;
        settings.ingest.catch_up_bytes = 0;
        settings.ingest.max_reject_ratio = 1;
        replace(sixty_images());
        settle();
        whole = keys_and_indexes(sql());
        settings.ingest.catch_up_bytes = least;
        restart();
    }

    [[nodiscard]] std::string quarantined() {
        return value(
            "select string_agg(concat_ws(' ', byte_offset, reason, column_name, sqlstate), ',' order "
            "by byte_offset) from ingest.quarantine");
    }
    std::string whole;
};

// With the foreign keys away, as a daemon that was killed leaves it.
struct OpenCatchUp : CatchUp {
    OpenCatchUp() {
        REQUIRE(store::begin_catch_up(sql(), settings.feed.name,
                                      *store::read_checkpoint(sql(), settings.feed.name),
                                      1) == store::FirstLoad::begun);
    }

    // What the server says to it: an SQLSTATE, or "".
    [[nodiscard]] std::string answer(const std::string& statement) {
        auto other = database.connect();
        try {
            other.script("try", statement);
        } catch (const pg::Error& error) {
            return error.sqlstate();
        }
        return "";
    }
};

} // namespace

TEST_CASE("catching up gives the same rows, quarantine, keys and indexes as any other load", "[threads]") {
    CatchUp plain(0);
    CatchUp rig;
    for (CatchUp* one : {&plain, &rig}) {
        one->append(rest());
        REQUIRE(one->cycle().state == CycleState::worked);
    }
    CHECK(rig.store_content() == plain.store_content());
    CHECK(rig.quarantined() == plain.quarantined());
    CHECK(rig.number("select count(*) from ingest.quarantine") == 2);
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
    CHECK(rig.put_off() == 0);
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

TEST_CASE("the foreign keys are away while a feed is caught up, and built by whoever comes next",
          "[threads]") {
    OpenCatchUp rig;
    CHECK(operation::read_status(rig.settings, rig.clock).database.first_load);
    CHECK(rig.put_off() == 16);
    CHECK(rig.number("select count(*) from pg_constraint where contype = 'f' and conrelid = "
                     "'ods.encounters'::regclass") == 0);
    CHECK(rig.number("select count(*) from pg_constraint where contype = 'p' and connamespace = "
                     "'ods'::regnamespace and conrelid = 'ods.procedures'::regclass") == 1);
    rig.append(rest());
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
    CHECK(rig.put_off() == 0);
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

TEST_CASE("a backlog that is small beside the store, or of an empty store, is loaded with all keys") {
    CatchUp rig;
    const auto checkpoint = *store::read_checkpoint(rig.sql(), rig.settings.feed.name);
    rig.sql().script("grow",
                     "insert into ods.reports (encounter_id, report_id, report_text, content_hash, "
                     "source_generation, source_offset, updated_at) select encounter_id, 'more ' || i, "
                     "repeat(md5(i::text), 30), content_hash, source_generation, source_offset, updated_at "
                     "from ods.encounters, generate_series(1, 600) i");
    CHECK(store::begin_catch_up(rig.sql(), rig.settings.feed.name, checkpoint, 1000) ==
          store::FirstLoad::not_due);
    IngestRig empty;
    empty.replace(feed_header());
    empty.cycle();
    CHECK(store::begin_catch_up(empty.sql(), empty.settings.feed.name,
                                *store::read_checkpoint(empty.sql(), empty.settings.feed.name),
                                1000) == store::FirstLoad::not_due);
}

TEST_CASE("a daemon that was overtaken, or whose tables are being read, catches up with all keys") {
    CatchUp rig;
    auto checkpoint = *store::read_checkpoint(rig.sql(), rig.settings.feed.name);
    {
        auto reader = rig.database.connect();
        pg::Transaction reading(reader);
        reader.query("read", "select from ods.diagnoses");
        CHECK(store::begin_catch_up(rig.sql(), rig.settings.feed.name, checkpoint, 1) ==
              store::FirstLoad::not_here);
    }
    checkpoint.epoch += 1;
    CHECK(store::begin_catch_up(rig.sql(), rig.settings.feed.name, checkpoint, 1) ==
          store::FirstLoad::not_here);
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
}

TEST_CASE("a row that another one points at cannot be deleted while the foreign keys are away") {
    OpenCatchUp rig;
    const std::string taken = GENERATE(
        "delete from ods.encounters where encounter_id = '9900'",
        "update ods.encounters set encounter_id = 'other' where encounter_id = '9900'",
        "delete from ods.patients where patient_id = (select patient_id from ods.encounters limit 1)",
        "delete from ods.facilities", "delete from ods.diagnoses where diagnosis_code = 'cardiomegaly'",
        "delete from ods.localizations where localization_code = 'basal'");
    CAPTURE(taken);
    CHECK(rig.answer("begin isolation level repeatable read;" + taken).substr(0, 2) != ""); // X
    CHECK(rig.answer(taken) == "23503");
    REQUIRE(store::end_first_load(rig.sql(), nullptr).kind == store::FirstLoadEnd::Kind::built);
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
    CHECK(rig.answer(taken) == "23503");
}

TEST_CASE("a row that no other one points at can be deleted while the foreign keys are away") {
    OpenCatchUp rig;
    CHECK(rig.answer("truncate ods.facilities") == "55006");
    CHECK(rig.answer("begin isolation level repeatable read; delete from ods.facilities") == "55006");
    CHECK(rig.answer("delete from ods.patients where not exists (select from ods.encounters where "
                     "encounters.patient_id = patients.patient_id) and not exists (select from "
                     "ods.patient_moves where "
                     "patient_moves.patient_id = patients.patient_id)") == "");
    CHECK(
        rig.answer(
            "delete from ods.procedures where encounter_id = '9900'; delete from ods.reports where "
            "encounter_id = '9900'; delete from ods.encounter_diagnoses where encounter_id = '9900'; delete "
            "from ods.encounter_localizations where encounter_id = '9900'; delete from ods.encounters where "
            "encounter_id = '9900'") == "");
    CHECK(rig.answer("update ods.diagnoses set description = description, diagnosis_code = diagnosis_code") ==
          "");
    REQUIRE(store::end_first_load(rig.sql(), nullptr).kind == store::FirstLoadEnd::Kind::built);
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
}

TEST_CASE("a row of somebody else's that no foreign key would have allowed is named, and all else continues",
          "[threads]") {
    OpenCatchUp rig;
    rig.sql().script("meddle", "insert into ods.encounter_diagnoses values ('no such study', 'normal')");
    rig.append(rest());
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(problem_of(report).what ==
          "cannot build encounter_diagnoses_encounter_fk of ods.encounter_diagnoses, which "
          "catching up put off: SQLSTATE 23503");
    CHECK(rig.number("select count(*) from ods.encounters") == 60);
    CHECK(rig.put_off() == 9); // the key, and all guards
    CHECK(rig.answer("delete from ods.encounters where encounter_id = '9900'") == "23503");
    rig.sql().script("mend", "delete from ods.encounter_diagnoses where encounter_id = 'no such study'");
    rig.settle();
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    note_proof("a row by hand that a foreign key would refuse, while a feed is caught up", 1,
               "named; rows load, all other keys are built, this one once the row is gone",
               kTriedToGetItStuck);
}

TEST_CASE("the guards of foreign keys go when no reader holds their tables any more", "[threads]") {
    OpenCatchUp rig;
    {
        auto reader = rig.database.connect();
        pg::Transaction reading(reader);
        reader.query("read", "select from ods.diagnoses");
        CHECK(store::end_first_load(rig.sql(), nullptr).kind == store::FirstLoadEnd::Kind::guarded);
        CHECK(rig.put_off() == 8);
        rig.append(rest().substr(0, 2000));
        CHECK(rig.answer("delete from ods.facilities") == "23503");
    }
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
    CHECK(rig.put_off() == 0);
}

TEST_CASE("a foreign key of the operator's own stays while a feed is caught up") {
    CatchUp rig;
    rig.sql().script("add a key",
                     "alter table ods.reports add constraint own_fk foreign key (encounter_id) references "
                     "ods.encounters on delete cascade");
    REQUIRE(store::begin_catch_up(rig.sql(), rig.settings.feed.name,
                                  *store::read_checkpoint(rig.sql(), rig.settings.feed.name),
                                  1) == store::FirstLoad::begun);
    CHECK(rig.number("select count(*) from pg_constraint where conname = 'own_fk'") == 1);
    CHECK(rig.put_off() == 16);
}

TEST_CASE("a long backlog of records that the store holds already is read with all keys in place",
          "[threads]") {
    CatchUp rig;
    bool is_begun = false;
    static bool* begun = nullptr;
    begun = &is_begun;
    util::observe_steps([](std::string_view step) { *begun = *begun || step == "catch_up_begun"; });
    const auto known = sixty_images().substr(feed_header().size());
    rig.append(known);
    rig.cycle();
    CHECK_FALSE(is_begun);
    rig.append(rest());
    rig.cycle();
    util::observe_steps(nullptr);
    CHECK(is_begun);
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
}
