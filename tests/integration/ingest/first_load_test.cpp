// The first load of an empty store, whose keys and indexes are built at its end.

#include "ingest/database.h"
#include "ingest/first_load_end.h"
#include "integration/ingest/first_load.h"
#include "integration/warehouse/differences.h"
#include "operation/status.h"
#include "pg/migrator.h"
#include "pg/transaction.h"
#include "support/recovery_proof.h"
#include "util/step.h"
#include "warehouse/update.h"
#include "warehouse/verify.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

TEST_CASE("a first load gives the same rows, keys and indexes as any other load", "[threads]") {
    IngestRig plain;
    plain.settings.ingest.first_load_bytes = 0;
    plain.replace(sixty_images());
    REQUIRE(plain.cycle().state == CycleState::worked);

    FirstLoad rig;
    rig.replace(sixty_images());
    const auto report = rig.cycle();
    CAPTURE(problem_of(report));
    REQUIRE(report.state == CycleState::worked);
    CHECK(report.batches == 8);
    CHECK(rig.store_content() == plain.store_content());
    CHECK(keys_and_indexes(rig.sql()) == keys_and_indexes(plain.sql()));
    CHECK(rig.put_off() == 0);
}

namespace {

// What the second session of a first load was seen to be, at a step of the warehouse.
std::string seen_beside, database_seen, asked_beside;

// Asks `columns` of the second session, once, while the warehouse is filled.
void ask_beside(const IngestRig& rig, const std::string& columns) {
    database_seen = rig.settings.postgres.conninfo;
    asked_beside = "select " + columns +
                   " from pg_stat_activity where datname = current_database() and application_name = "
                   "'padchestd indexes' and xact_start is not null";
    seen_beside.clear();
    util::observe_steps([](std::string_view step) {
        if (step != "refresh_aggregates" || !seen_beside.empty()) return;
        pg::Connection other({.conninfo = database_seen, .role = "observer", .stop = {}, .on_wait = {}});
        seen_beside = other.query("ask of the second session", asked_beside).value().text();
    });
}

} // namespace

TEST_CASE("the first warehouse is filled beside the keys and indexes, and both are there in the end",
          "[threads]") {
    FirstLoad rig;
    rig.replace(sixty_images());
    ask_beside(rig, "count(*)");
    const auto report = rig.cycle();
    util::observe_steps(nullptr);
    CAPTURE(problem_of(report));
    REQUIRE(report.state == CycleState::worked);
    CHECK(seen_beside == "1");
    CHECK(report.refreshed == 30);
    CHECK(rig.put_off() == 0);
    const auto verified = warehouse::verify(rig.sql(), rig.clock);
    CHECK(said(verified).empty());
}

TEST_CASE("the tables that follow from reports are filled by the second session, of the same rows",
          "[threads]") {
    // As `report` of a line: with words, and without, so that one of the two tables stays empty.
    const std::string words = GENERATE("torax normal .", ". .");
    CAPTURE(words);
    FirstLoad rig;
    const auto study_of = [](int i) { return std::to_string(9900 + i % 10); };
    std::string feed = feed_header();
    for (int i = 0; i < 20; ++i)
        feed += feed_line(
            {.image = study_of(i) + "_" + std::to_string(i) + ".png", .study = study_of(i), .report = words});
    rig.replace(feed);
    const auto report = rig.cycle();
    REQUIRE(report.state == CycleState::worked);
    CHECK(report.refreshed == 10); // once: nothing seems to be another's
    CHECK(rig.number("select count(*) from dwh.fact_report") == 10);
    CHECK(rig.number("select count(distinct xmin::text) from (select xmin from dwh.fact_report union all "
                     "select xmin from dwh.fact_encounter) as writer") == 2);
    CHECK_FALSE(warehouse::reason_to_rebuild(rig.sql()));
    CHECK(said(warehouse::verify(rig.sql(), rig.clock)).empty());
}

TEST_CASE("the second session fills its tables from the store that the first one sees", "[threads]") {
    FirstLoad rig;
    rig.replace(sixty_images());
    database_seen = rig.settings.postgres.conninfo;
    util::observe_steps([](std::string_view step) {
        if (step != "first_load_build") return; // at the first, one session has its snapshot
        pg::Connection other({.conninfo = database_seen, .role = "operator", .stop = {}, .on_wait = {}});
        other.script("add a report",
                     "insert into ods.reports (encounter_id, report_id, report_text, "
                     "content_hash, source_generation, source_offset, updated_at) select "
                     "encounter_id, 'by hand', 'later', content_hash, source_generation, "
                     "source_offset, updated_at from ods.encounters limit 1 on conflict do nothing");
    });
    const auto report = rig.cycle();
    util::observe_steps(nullptr);
    CAPTURE(problem_of(report));
    REQUIRE(report.state == CycleState::worked);
    CHECK(rig.number("select count(*) from ods.reports where report_id = 'by hand'") == 1);
    CHECK(rig.number("select count(*) from dwh.fact_report where report_id = 'by hand'") == 0);
    CHECK(rig.number("select count(*) from dwh.fact_report") == 30);
}

TEST_CASE("a daemon that ends between the second session's commit and the warehouse's fills it again",
          "[threads]") {
    FirstLoad rig;
    rig.replace(sixty_images());
    util::observe_steps([](std::string_view step) {
        if (step == "refresh_commit") throw util::Failure("killed", "", util::ExitCode::temporary);
    });
    CHECK(rig.cycle().state == CycleState::degraded);
    util::observe_steps(nullptr);
    REQUIRE(rig.number("select count(*) from dwh.fact_report") == 30);
    REQUIRE(rig.number("select count(*) from dwh.fact_encounter") == 0);
    rig.restart();
    rig.append(feed_line({.image = "9900_later.png", .study = "9900", .report = "nodul ."}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(rig.put_off() == 0);
    CHECK(rig.number("select count(*) from dwh.fact_encounter") == 30);
    CHECK(said(warehouse::verify(rig.sql(), rig.clock)).empty());
}

TEST_CASE("a first load whose keys cannot be built beside the warehouse builds them afterwards",
          "[threads]") {
    FirstLoad rig;
    rig.settings.ingest.first_load_bytes = 0;
    rig.replace(feed_header());
    rig.cycle();
    const auto whole = keys_and_indexes(rig.sql());
    rig.settings.ingest.first_load_bytes = 1;
    rig.restart();
    rig.append(sixty_images().substr(feed_header().size()));
    ask_beside(rig, "count(pg_terminate_backend(pid, 5000))"); // which ends it while it works or waits
    const auto report = rig.cycle();
    util::observe_steps(nullptr);
    CAPTURE(problem_of(report));
    REQUIRE(report.state == CycleState::worked);
    CHECK(seen_beside == "1");
    CHECK(rig.put_off() == 0);
    CHECK(keys_and_indexes(rig.sql()) == whole);
    CHECK(said(warehouse::verify(rig.sql(), rig.clock)).empty());
}

TEST_CASE("keys and indexes are away while a first load is under way, and built by whoever comes next",
          "[threads]") {
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
    CHECK(rig.put_off() >= 12);
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

TEST_CASE("a store that holds an encounter keeps its keys and indexes", "[threads]") {
    FirstLoad rig;
    rig.replace(feed_header() + feed_line({}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    const auto checkpoint = store::read_checkpoint(rig.sql(), rig.settings.feed.name);
    CHECK(store::begin_first_load(rig.sql(), rig.settings.feed.name, *checkpoint) ==
          store::FirstLoad::not_due);
}

TEST_CASE("a daemon that was overtaken, or whose tables are being read, does not begin a first load",
          "[threads]") {
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

TEST_CASE("a first load begun under a search_path is ended by a session of another, or of an older program's "
          "notes") {
    OpenFirstLoad rig;
    REQUIRE(store::end_first_load(rig.sql(), nullptr).kind == store::FirstLoadEnd::Kind::built);
    const std::string database = rig.value("select quote_ident(current_database())");
    rig.sql().script("set a path", "alter database " + database + " set search_path = ods, ingest");
    auto begins = rig.database.connect();
    REQUIRE(store::begin_first_load(begins, rig.settings.feed.name,
                                    *store::read_checkpoint(begins, rig.settings.feed.name)) ==
            store::FirstLoad::begun);
    CHECK(rig.number(
              "select count(*) from ingest.deferred_objects where statement ilike '% references ods.%' or "
              "statement ilike '% on ods.%' or statement ilike 'alter table ods.% using index %'") ==
          rig.put_off());
    // As the program before this one noted it.
    rig.sql().script("an older note",
                     "update ingest.deferred_objects set relation = null, definition = null, "
                     "statement = replace(statement, 'ods.', '') where statement like '%FOREIGN KEY%'");
    rig.sql().script("set no path", "alter database " + database + " set search_path = public");
    auto ends = rig.database.connect();
    CHECK(store::end_first_load(ends, nullptr).built == rig.deferred);
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
    note_proof("a first load begun under a search_path of the role", 1, "any other session ends it",
               kTriedToGetItStuck);
}

TEST_CASE("`migrate` ends an open first load, also with nothing to apply") {
    OpenFirstLoad rig;
    CHECK(ingest::end_first_load(rig.sql()) == rig.deferred);
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
}

TEST_CASE("a migration meets all keys, though an older program left a first load open") {
    Database database(Start::empty);
    auto connection = database.connect();
    REQUIRE(pg::migrate(connection, pg::built_in_migrations().first(7), "older") == 7);
    connection.script("put a key off", R"(
        alter table ods.encounters drop constraint encounters_patient_fk;
        insert into ingest.deferred_objects values ('encounters_patient_fk of ods.encounters',
            'alter table encounters add constraint encounters_patient_fk FOREIGN KEY (patient_id) REFERENCES patients(patient_id)');)");
    CHECK(ingest::migrate(connection, {}) >= 1);
    CHECK_FALSE(store::is_first_load_open(connection));
    Database fresh;
    auto other = fresh.connect();
    CHECK(keys_and_indexes(connection) == keys_and_indexes(other));
    note_proof("a migration during an open first load", 1, "the first load is ended before it",
               kTriedToGetItStuck);
}

TEST_CASE("a successor that does not own the tables says so, works on, and the owner's `migrate` ends its "
          "first load") {
    OpenFirstLoad rig;
    const std::string role = "heir_of_" + rig.database.name();
    rig.sql().script("make the heir",
                     "create role " + role + " login; grant usage on schema ods, ingest, dwh, analytics to " +
                         role + "; grant all on all tables in schema ods, ingest, dwh, analytics to " + role +
                         "; grant all on all sequences in schema ingest to " + role);
    rig.append(sixty_images().substr(feed_header().size()));
    rig.restart();
    const std::string owner = rig.settings.postgres.conninfo;
    rig.settings.postgres.conninfo += " user=" + role;
    const auto report = rig.cycle();
    CAPTURE(problem_of(report));
    CHECK(report.state == CycleState::degraded);
    CHECK(report.exit_code() == util::ExitCode::permission);
    CHECK(problem_of(report).hint.find("padchestd migrate") != std::string::npos);
    CHECK(rig.number("select count(*) from dwh.fact_encounter") == 30);
    CHECK(rig.put_off() == rig.deferred);
    CHECK(ingest::end_first_load(rig.sql()) == rig.deferred);
    CHECK(rig.cycle().state != CycleState::degraded);
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
    rig.restart();
    rig.sql().script("drop the heir", "drop owned by " + role + "; drop role " + role);
    note_proof("a successor in a first load that does not own the tables", 1,
               "degraded with the way out; rows and warehouse go on; the owner's `migrate` ends it",
               kTriedToGetItStuck);
}
