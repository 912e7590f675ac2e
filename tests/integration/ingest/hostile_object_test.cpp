// A role that may create in the schema public, and a client that left temporary objects in the session of a
// pooler: nothing of theirs is ever called, read or used as a type.

#include "dashboard/writer.h"
#include "operation/replay.h"
#include "operation/status.h"
#include "pg/group_roles.h"
#include "pg/migrator.h"
#include "pg/transaction.h"
#include "store/patient_history.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/recovery_proof.h"
#include "warehouse/refresh.h"
#include "warehouse/report.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string row(int number, const std::string& date = "20140915") {
    const auto id = std::to_string(9900 + number);
    return feed_line(
        {.image = id + "_a.png", .study = id, .date = date, .labels = "['pleural effusion', 'nodule']"});
}

// A first load, later batches, a replay, an operator's changes, both kinds of refresh, the page, the metrics,
// the proofs.
void do_everything(IngestRig& rig) {
    rig.settings.ingest.first_load_bytes = 1;
    rig.settings.dashboard.file = rig.folder / "page.html";
    rig.replace(feed_header() + row(0) + row(1) + row(2, "tomorrow"));
    rig.settle();
    rig.append(row(3) + feed_line({.image = "9900_a.png", .study = "9900", .labels = "['normal']"}));
    rig.settle();
    static_cast<void>(operation::replay(rig.sql(), 1, rig.settings, padchest_mapping(), rig.clock));
    store::move_patient(rig.sql(), "P000001", clinical::parse_iso_date("2015-01-01").value(), "Elche",
                        "2020-01-01T00:00:00Z");
    rig.settle();
    warehouse::refresh_full(rig.sql(), rig.clock);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    CHECK(warehouse::report(rig.sql()).size() == warehouse::report_metrics().size());
    CHECK(!dashboard::page(rig.sql(), {}, rig.clock).empty());
    CHECK(operation::read_status(rig.settings, rig.clock).database.schema_fits);
}

std::map<std::string, std::string> content_of(IngestRig& rig) {
    auto content = whole_content(rig.sql(), Books::whole);
    content.erase("ingest.migrations"); // it names the version of the program that applied them
    return content;
}

} // namespace

TEST_CASE("hostile functions, operators and types in public are never used", "[threads]") {
    IngestRig calm;
    do_everything(calm);
    IngestRig rig(Start::empty);
    if (has_pgvector(rig.sql())) rig.sql().script("install", "create extension vector schema public");
    const std::string plant = read_file(source("tests/support/plant.sql"));
    rig.sql().script("plant", "set local search_path = pg_catalog; alter database " + rig.database.name() +
                                  " set search_path = public, pg_catalog;" + plant);
    REQUIRE(
        rig.number("select count(*) from pg_proc where pronamespace = 'public'::regnamespace and prosrc like"
                   " '%PXHIJ%'") > 1'000);
    do_everything(rig);
    CHECK(differences(content_of(rig), content_of(calm)) == "");
    CHECK(rig.number("select count(*) from public.loot") == 0);
    CHECK(
        rig.value(
            "select string_agg(distinct p.proname, ' ') from pg_depend as d join pg_proc as p"
            " on d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid and prosrc like '%PXHIJ%'"
            " where d.classid in ('pg_rewrite'::regclass, 'pg_attrdef'::regclass, 'pg_constraint'::regclass,"
            " 'pg_class'::regclass)") == "");
    note_proof("a function, an operator and a type in public in place of each built-in one", 1,
               "none is used, the draw's secret stays where it is", kTriedToGetIdentitiesOut);
}

TEST_CASE("temporary objects that another client left in the session are never used") {
    Database database(Start::empty);
    auto connection = database.connect();
    for (const std::string name :
         {"pg_class", "pg_namespace", "pg_attribute", "pg_roles", "pg_extension", "pg_constraint", "pg_index",
          "pg_locks", "pg_stat_activity", "pg_database", "pg_proc"})
        connection.bare_script("plant", "create temporary table " + name + " (oid int2, relname int2)");
    connection.bare_script("plant", "create domain pg_temp.text as pg_catalog.int2 check (value < 0)");
    CHECK(pg::migrate(connection, pg::built_in_migrations(), "test") ==
          static_cast<int>(pg::built_in_migrations().size()));
    for (const auto& migration : pg::migration_status(connection, pg::built_in_migrations()))
        CHECK(migration.state == pg::MigrationState::applied);
    warehouse::refresh_full(connection, util::SystemClock());
    CHECK(!pg::role_statements(connection, {}).empty());
    note_proof("temporary tables and types of the catalog's names in a session", 1, "none is used",
               kTriedToGetIdentitiesOut);
}
