// Settings of the database, the role and the server that change what a statement means or how its answer
// looks: the same content comes out, or one clear refusal at the start.

#include "pg/migrator.h"
#include "support/brief.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

// Texts that depend on quoting and encoding, dates, an image of another month, a bad record.
std::string small_feed() {
    return feed_header() +
           feed_line({.image = "1_a.png", .study = "1", .report = " ángulo \\ costofren 'izquierd' ."}) +
           feed_line({.image = "1_b.png", .study = "1", .date = "20140915", .projection = "L"}) +
           feed_line({.image = "2_a.png",
                      .study = "2",
                      .date = "20150131",
                      .labels = "['pleural effusion', 'unknown ñ']"}) +
           feed_line({.image = "3_a.png", .study = "3", .date = "tomorrow"});
}

std::map<std::string, std::string> content_of(IngestRig& rig) {
    return whole_content(rig.sql(), Books::whole);
}

// Loads it, and once more for what was appended: the second cycle takes the ways of a store that is not
// empty.
void load(IngestRig& rig) {
    rig.replace(small_feed());
    rig.settle();
    rig.append(feed_line({.image = "2_b.png", .study = "2", .date = "20150131"}));
    rig.restart();
    rig.settle();
}

const std::map<std::string, std::string>& expected() {
    static const auto content = [] {
        IngestRig calm;
        load(calm);
        return content_of(calm);
    }();
    return content;
}

const std::vector<std::string> kSettings = {
    "datestyle = 'German, DMY'",
    "intervalstyle = 'sql_standard'",
    "timezone = 'Pacific/Kiritimati'",
    "bytea_output = 'escape'",
    "standard_conforming_strings = off",
    "backslash_quote = off",
    "extra_float_digits = -3",
    "client_encoding = 'LATIN1'",
    "search_path = ''",
    "search_path = 'public, pg_catalog'",
    "row_security = off",
    "default_transaction_isolation = 'serializable'",
    "default_transaction_read_only = on",
    "default_transaction_deferrable = on",
    "statement_timeout = '20ms'",
    "lock_timeout = '1ms'",
    "idle_session_timeout = '1ms'",
    "idle_in_transaction_session_timeout = '1ms'",
    "transform_null_equals = on",
    "array_nulls = off",
    "quote_all_identifiers = on",
    "default_text_search_config = 'spanish'",
    "lc_time = 'C'",
    "enable_hashjoin = off",
    "synchronous_commit = off",
};

std::string alter(IngestRig& rig, const std::string& what) {
    return "alter database " + rig.database.name() + " " + what;
}

} // namespace

TEST_CASE("whatever is set for the database, a load gives the same content") {
    for (const std::string& setting : share_of(kSettings)) {
        INFO(setting);
        IngestRig rig;
        rig.sql().script("set it", alter(rig, "set " + setting));
        load(rig);
        CHECK(differences(content_of(rig), expected()) == "");
    }
    note_proof("a setting of the database that changes what statements mean",
               static_cast<std::int64_t>(kSettings.size()), "the same content", kTriedToGetItStuck);
}

TEST_CASE("an empty database without a schema public and with an empty search_path is migrated and loaded") {
    IngestRig rig(Start::empty);
    rig.sql().script("take the schema away", "drop schema public; " + alter(rig, "set search_path = ''"));
    load(rig);
    auto wanted = expected();
    auto found = content_of(rig);
    for (auto* content : {&wanted, &found})
        content->erase("ingest.migrations"); // it names the program's version
    CHECK(differences(found, wanted) == "");
    note_proof("no schema public, search_path empty", 1, "migrated, the same content", kTriedToGetItStuck);
}

TEST_CASE("an extension in a schema of its own gives the embedding its type") {
    Database database(Start::empty);
    auto connection = database.connect();
    if (!has_pgvector(connection)) return;
    connection.script("install it there",
                      "create schema elsewhere; create extension vector schema elsewhere");
    pg::migrate(connection, pg::built_in_migrations(), "test");
    const auto type =
        connection.query("ask", "select format_type(atttypid, atttypmod) from pg_attribute"
                                " where attrelid = 'ods.reports'::regclass and attname = 'embedding'");
    CHECK(type.value().text() == "elsewhere.vector(384)");
    note_proof("pgvector in a schema that no search_path names", 1, "found in the catalog",
               kTriedToGetItStuck);
}

TEST_CASE("a database of another encoding is refused at the start, by name and with the way out") {
    for (const std::string encoding : {"LATIN1", "WIN1252", "SQL_ASCII"}) {
        INFO(encoding);
        IngestRig rig(Start::empty);
        rig.hang_up();
        rig.database.reset_with("encoding '" + encoding + "' locale 'C'");
        rig.replace(small_feed());
        const auto report = rig.cycle();
        CHECK(report.gives_up());
        CHECK(problem_of(report).exit_code == util::ExitCode::config);
        CHECK(problem_of(report).what.find(encoding) != std::string::npos);
        CHECK(problem_of(report).hint.find("create database") != std::string::npos);
    }
    note_proof("a database in LATIN1, WIN1252 or SQL_ASCII", 3, "refused at the start, with the way out",
               kTriedToGetItStuck);
}

TEST_CASE(
    "row-level security that hides rows from the daemon is refused, and never gives a smaller warehouse") {
    const LoginRole role;
    IngestRig rig(Start::empty);
    rig.sql().script("give it the database", alter(rig, "owner to " + role.name()));
    rig.settings.postgres.conninfo += " user=" + role.name();
    load(rig);
    const auto before = content_of(rig);
    rig.sql().script("hide rows",
                     "alter table ods.procedures enable row level security, force row level security;"
                     "create policy hide on ods.procedures using (procedure_id < '2')");
    const auto refused = [&](const ingest::CycleReport& report) {
        CHECK(report.state == CycleState::degraded);
        CHECK(problem_of(report).exit_code == util::ExitCode::config);
        CHECK(problem_of(report).what.find("ods.procedures") != std::string::npos);
        CHECK(problem_of(report).hint.find("disable row level security") != std::string::npos);
    };
    rig.restart();
    auto report = rig.cycle(); // a start
    refused(report);
    CHECK(report.gives_up());
    rig.sql().script("show them", "alter table ods.procedures disable row level security");
    rig.restart();
    rig.settle();
    rig.sql().script("hide rows",
                     "alter table ods.procedures enable row level security;"
                     "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                     " where datname = current_database() and application_name = 'padchestd writer'");
    report = rig.cycle(); // a daemon that runs waits for it to be mended
    refused(report);
    CHECK(!report.gives_up());
    rig.sql().script("show them", "alter table ods.procedures disable row level security");
    rig.settle();
    CHECK(differences(content_of(rig), before) == "");
    note_proof("row-level security on a table that the daemon reads", 1, "refused by name, nothing lost",
               kTriedToGetItStuck);
}

TEST_CASE("a session that was ended while it was idle is replaced without a word") {
    IngestRig rig;
    rig.replace(small_feed());
    rig.settle();
    for (int times = 0; times < 3; ++times) {
        const auto ended =
            rig.number("select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where"
                       " datname = current_database() and application_name = 'padchestd writer'");
        CHECK(ended == 1);
        CHECK(rig.cycle().state == CycleState::idle);
    }
    note_proof("the daemon's session ended between two ticks", 3, "replaced, no degraded tick",
               kTriedToGetItStuck);
}

TEST_CASE("a rejected record that the quarantine refuses is stored without its content") {
    IngestRig rig;
    rig.sql().script("refuse it", "alter table ingest.quarantine add check (record not like '%4711%')");
    rig.replace(feed_header() + feed_line({.image = "1_a.png", .study = "1"}) +
                feed_line({.image = "2_a.png", .study = "4711", .date = "tomorrow"}) +
                feed_line({.image = "3_a.png", .study = "3", .date = "tomorrow"}));
    const auto report = rig.cycle();
    CHECK(report.loaded == 1);
    CHECK(report.quarantined == 2);
    CHECK(rig.number(
              "select count(*) from ingest.quarantine where record is null and encounter_id is null") == 1);
    CHECK(rig.number("select count(*) from ingest.quarantine where record is not null") == 1);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    note_proof("a record that the quarantine itself refuses", 1,
               "stored without its content, the rest goes on", kTriedToGetItStuck);
}
