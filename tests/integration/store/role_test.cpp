// The three groups: what each needs it can do, and what it must not do is refused.

#include "pg/error.h"
#include "pg/group_roles.h"
#include "pg/migrator.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// Groups of names that no other test uses, a login in each, and a database that they are made for.
struct RoleRig {
    RoleRig() {
        settings().roles = {groups.owner, groups.ingest, groups.analyst};
        pg::Connection& admin = rig.sql();
        if (has_pgvector(admin))
            admin.script("install", "create schema extensions; create extension vector schema extensions");
        for (const auto& statement : pg::role_statements(admin, groups))
            admin.script("make the groups", statement);
        admin.script("let them in", "grant " + groups.owner + " to " + migrator.name() + "; grant " +
                                        groups.ingest + " to " + daemon.name() + "; grant " + groups.analyst +
                                        " to " + reader.name());
    }
    ~RoleRig() {
        rig.hang_up();
        rig.database.reset_with(""); // nothing belongs to the groups any more
        auto admin = rig.database.connect();
        for (const auto& group : {groups.owner, groups.ingest, groups.analyst})
            admin.script("drop the groups", "drop owned by " + group + "; drop role " + group);
    }
    RoleRig(const RoleRig&) = delete;
    RoleRig& operator=(const RoleRig&) = delete;

    config::Settings& settings() { return rig.settings; }
    pg::Connection as(const LoginRole& role) {
        pg::SessionOptions options;
        options.conninfo = rig.database.conninfo() + " user=" + role.name();
        return pg::Connection(options);
    }
    void load() {
        auto connection = as(migrator);
        pg::migrate(connection, pg::built_in_migrations(), "test", groups);
        settings().postgres.conninfo = rig.database.conninfo() + " user=" + daemon.name();
        settings().dashboard.file = rig.folder / "page.html";
        rig.replace(feed_header() + feed_line({.image = "1_a.png", .study = "1"}) +
                    feed_line({.image = "2_a.png", .study = "2", .date = "tomorrow"}));
        rig.settle();
    }

    LoginRole migrator, daemon, reader;
    pg::GroupRoles groups{migrator.name() + "_owner", daemon.name() + "_ingest", reader.name() + "_analyst"};
    IngestRig rig{Start::empty};
};

// The SQLSTATE that a statement ends with; "" where it does not fail.
std::string refusal(pg::Connection& connection, const std::string& sql) {
    try {
        connection.script("try", sql);
        return "";
    } catch (const pg::Error& error) {
        return std::string(error.sqlstate());
    }
}

std::vector<std::string> column_of(pg::Connection& connection, const std::string& sql) {
    std::vector<std::string> values;
    const auto rows = connection.query("list", sql);
    for (const pg::Row row : rows) values.push_back(row[rows.columns().front()].string());
    return values;
}

constexpr const char* kNoRight = "42501";

} // namespace

TEST_CASE("an owner without superuser migrates, and a daemon that owns nothing loads, refreshes and writes "
          "the page") {
    RoleRig rig;
    rig.load();
    CHECK(rig.rig.number("select count(*) from ods.encounters") == 1);
    CHECK(rig.rig.number("select count(*) from dwh.fact_encounter") == 1);
    CHECK(rig.rig.number("select count(*) from ingest.quarantine") == 1);
    CHECK(std::filesystem::exists(rig.settings().dashboard.file));
    CHECK(flaws(rig.rig.sql(), rig.settings()) == "");
    CHECK(rig.rig.value(
              "select string_agg(distinct relowner::regrole::text, ' ') from pg_class where relkind in ('r', "
              "'v')"
              " and relnamespace in ('ods'::regnamespace, 'ingest'::regnamespace, 'dwh'::regnamespace,"
              " 'analytics'::regnamespace)") == rig.groups.owner);
    if (has_pgvector(rig.rig.sql()))
        CHECK(rig.rig.value("select format_type(atttypid, atttypmod) from pg_attribute where attrelid ="
                            " 'ods.reports'::regclass and attname = 'embedding'") ==
              "extensions.vector(384)");
}

TEST_CASE("the daemon's group can't change the schema, the history, the secret's row or the server") {
    RoleRig rig;
    rig.load();
    auto daemon = rig.as(rig.daemon);
    const std::vector<std::string> forbidden = {
        "create table ods.mine (a int)",
        "drop table ods.reports",
        "alter table ods.reports add mine int",
        "truncate ods.reports",
        "create schema mine",
        "create role mine",
        "delete from ingest.draw_secret",
        "update ingest.migrations set name = 'x'",
        "insert into ingest.deferred_objects values ('a', 'drop table ods.reports')",
        "select from pg_authid",
        "copy ods.patients to program 'true'",
        "set local role " + rig.groups.owner,
        "create or replace view analytics.freshness as select 1"};
    for (const auto& statement : forbidden) {
        INFO(statement);
        CHECK(refusal(daemon, statement) == kNoRight);
    }
}

TEST_CASE("an analyst reads analytics and the star, and no report's words, no secret, no quarantine, nothing "
          "of ods") {
    RoleRig rig;
    rig.load();
    auto analyst = rig.as(rig.reader);
    std::int64_t tried = 0;
    for (const auto& name :
         column_of(rig.rig.sql(), "select format('%I.%I', schemaname, viewname) from pg_views where"
                                  " schemaname = 'analytics' union all select format('%I.%I',"
                                  " schemaname, tablename) from pg_tables where schemaname = 'dwh'"
                                  " and tablename <> 'fact_report'")) {
        INFO(name);
        CHECK(refusal(analyst, "select * from " + name) == "");
        CHECK(refusal(analyst, "delete from " + name) != "");
    }
    CHECK(refusal(analyst, "select encounter_id, report_id, label_method from dwh.fact_report") == "");
    CHECK(refusal(analyst, "select note_id, person_id, note_date from omop.note") == "");
    std::vector<std::string> forbidden = {"select stems from dwh.fact_report",
                                          "select * from dwh.fact_report",
                                          "select fact_report from dwh.fact_report",
                                          "create table analytics.mine (a int)",
                                          "select note_text from omop.note",
                                          "select * from omop.note",
                                          "delete from omop.concept",
                                          "create table omop.mine (a int)",
                                          "create table dwh.mine (a int)",
                                          "create schema mine"};
    for (const auto& name :
         column_of(rig.rig.sql(), "select format('%I.%I', schemaname, tablename) from pg_tables"
                                  " where schemaname in ('ods', 'ingest')"))
        forbidden.push_back("select * from " + name);
    for (const auto& statement : forbidden) {
        INFO(statement);
        CHECK(refusal(analyst, statement) == kNoRight);
        ++tried;
    }
    note_proof("an analyst's read of reports, their words, the store, the quarantine and the secret", tried,
               "refused", kTriedToGetIdentitiesOut);
}

TEST_CASE("a table of a later migration has the rights of its schema without another command") {
    RoleRig rig;
    rig.load();
    std::vector<pg::Migration> migrations(pg::built_in_migrations().begin(), pg::built_in_migrations().end());
    const int next = static_cast<int>(migrations.size()) + 1;
    migrations.push_back(
        {next, "later", "create table dwh.later (a int, stems text[]); create table ods.later (a int)"});
    auto connection = rig.as(rig.migrator);
    CHECK(pg::migrate(connection, migrations, "test", rig.groups) == 1);
    auto analyst = rig.as(rig.reader);
    CHECK(refusal(analyst, "select a from dwh.later") == "");
    CHECK(refusal(analyst, "select stems from dwh.later") == kNoRight);
    CHECK(refusal(analyst, "select a from ods.later") == kNoRight);
    auto daemon = rig.as(rig.daemon);
    CHECK(refusal(daemon, "insert into ods.later values (1)") == "");
}

TEST_CASE("a daemon that may not migrate names who does") {
    RoleRig rig;
    rig.settings().postgres.conninfo = rig.rig.database.conninfo() + " user=" + rig.daemon.name();
    rig.rig.replace(feed_header());
    const auto report = rig.rig.cycle();
    CHECK(problem_of(report).hint.find("padchestd migrate") != std::string::npos);
}

TEST_CASE(
    "a role that may create in its database migrates where pgvector is there but can't be installed by it") {
    const LoginRole role;
    Database database(Start::empty);
    {
        auto admin = database.connect();
        admin.script("give it the database",
                     "alter database " + database.name() + " owner to " + role.name());
    }
    pg::SessionOptions options;
    options.conninfo = database.conninfo() + " user=" + role.name();
    pg::Connection connection(options);
    pg::migrate(connection, pg::built_in_migrations(), "test");
    const auto type =
        connection.query("ask", "select format_type(atttypid, atttypmod) from pg_attribute where attrelid ="
                                " 'ods.reports'::regclass and attname = 'embedding'");
    CHECK(type.value().text() == "real[]");
}

TEST_CASE("pgvector in a schema that the migrating role may not use is refused by name, not passed over") {
    const LoginRole role;
    Database database(Start::empty);
    {
        auto admin = database.connect();
        if (!has_pgvector(admin)) return;
        admin.script("give it the database",
                     "alter database " + database.name() + " owner to " + role.name() +
                         "; create schema closed; create extension vector schema closed");
    }
    pg::SessionOptions options;
    options.conninfo = database.conninfo() + " user=" + role.name();
    pg::Connection connection(options);
    const auto migrate = [&] { return pg::migrate(connection, pg::built_in_migrations(), "test"); };
    CHECK_THROWS_WITH(migrate(), Catch::Contains("schema closed"));
    database.connect().script("do as the hint asks", "grant usage on schema closed to " + role.name());
    CHECK(migrate() == static_cast<int>(pg::built_in_migrations().size()));
}
