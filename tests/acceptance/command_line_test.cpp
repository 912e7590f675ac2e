// The program as an operator meets it when something is wrong: its message, and the exit code it ends with.

#include "support/child.h"
#include "support/ingest_rig.h"
#include "support/private_server.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

using Variables = std::map<std::string, std::string>;

struct Answer {
    int exit_code;
    std::string output;
    std::string errors;
};

// A database and a folder, and the program on both.
struct Operator : IngestRig {
    using IngestRig::IngestRig;

    [[nodiscard]] Answer run(const std::vector<std::string>& arguments, const Variables& changes = {},
                             Rights rights = Rights::of_the_test) const {
        Variables variables{{"PADCHESTD_FEED__PATH", settings.feed.path},
                            {"PADCHESTD_POSTGRES__CONNINFO", settings.postgres.conninfo},
                            {"PADCHESTD_STATE__FILE", settings.state.file},
                            {"PADCHESTD_STATE__HEARTBEAT", folder / "heartbeat.json"},
                            {"PADCHESTD_PATIENTS__COUNT", "100"}};
        for (const auto& [name, value] : changes) variables[name] = value;
        const auto errors = folder / "errors";
        write_file(errors, "");
        const ChildEnd end = run_program(arguments, variables, errors, rights);
        return {end.exit_code, end.output, read_file(errors)};
    }
};

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// A role with a password on a server that asks for it. Postgres reads the rule's file again at a reload; the
// server writes it, since it alone may.
std::string ask_for_password(const PrivateServer& server, pg::Connection& connection) {
    connection.script("make a role with a password",
                      "create role clerk login superuser password 'right-one';"
                      "do $$ begin execute format('copy (values (''local all clerk scram-sha-256''),"
                      " (''local all all trust'')) to %L', current_setting('hba_file')); end $$;"
                      "select pg_reload_conf();");
    return server.conninfo() + " user=clerk";
}

} // namespace

TEST_CASE("a configuration with a mistake ends the start with 78, its place and what was perhaps meant") {
    const Operator at;
    const auto file = at.folder / "padchestd.yaml";
    struct Mistake {
        std::string text, place, words;
    };
    for (const auto& [text, place, words] :
         {Mistake{"feed:\n  paht: /srv/feed.csv\n", ":2: ", "did you mean feed.path?"},
          Mistake{"schedule:\n\n  interval: soon\n", ":3: ", "schedule.interval"},
          Mistake{"ingest: {batch_rows: 0}\n", ":1: ", "ingest.batch_rows"},
          Mistake{"feed: [\n", ":", "YAML"}}) {
        write_file(file, text);
        const auto answer = at.run({"--config", file.string(), "run"});
        INFO(text << answer.errors);
        CHECK(answer.exit_code == 78);
        CHECK(holds(answer.errors, file.string() + place));
        CHECK(holds(answer.errors, words));
    }
    const auto answer = at.run({"run"}, {{"PADCHESTD_INGEST__BATCH_ROWS", "many"}});
    CHECK(answer.exit_code == 78);
    CHECK(holds(answer.errors, "PADCHESTD_INGEST__BATCH_ROWS"));
}

TEST_CASE("a command line that is wrong ends with 64") {
    const Operator at;
    CHECK(at.run({"ingset"}).exit_code == 64);
    CHECK(at.run({}).exit_code == 64);
    CHECK(at.run({"ingest"}).exit_code == 64);
    CHECK(at.run({"--help"}).exit_code == 0);
    CHECK(holds(at.run({"--version"}).output, "padchestd "));
}

TEST_CASE("a feed that is not there or cannot be one is reported by path, with an exit code of its own") {
    const Operator at;
    const auto missing = at.run({"ingest", "--once"});
    INFO(missing.errors);
    CHECK(missing.exit_code == 66);
    CHECK(holds(missing.errors, at.settings.feed.path.string()));

    const auto directory = at.run({"ingest", "--once"}, {{"PADCHESTD_FEED__PATH", at.folder.path()}});
    INFO(directory.errors);
    CHECK(directory.exit_code == 66);
    CHECK(holds(directory.errors, "a directory"));

    at.replace("ImageID,StudyID\n1,2\n");
    const auto column = at.run({"ingest", "--once"});
    INFO(column.errors);
    CHECK(column.exit_code == 65);
    CHECK(holds(column.errors, "StudyDate_DICOM"));
}

TEST_CASE("a feed that this user may not read is reported, with what to check") {
    const Operator at;
    at.replace(feed_header());
    std::filesystem::permissions(at.settings.feed.path, std::filesystem::perms::none);
    const auto answer = at.run({"config", "check"}, {}, Rights::of_files);
    INFO(answer.output);
    CHECK(answer.exit_code == 66);
    CHECK(holds(answer.output, "WRONG feed.path: cannot read " + at.settings.feed.path.string()));
}

TEST_CASE("without a database the command ends with 69, and status reports it") {
    const Operator at;
    const Variables nowhere{{"PADCHESTD_POSTGRES__CONNINFO", "host=" + (at.folder / "none").string()}};
    at.replace(feed_header());
    const auto answer = at.run({"ingest", "--once"}, nowhere);
    CHECK(answer.exit_code == 69);
    CHECK(holds(answer.errors, "is Postgres running"));

    const auto status = at.run({"status", "--json", "--exit-code"}, nowhere);
    CHECK(status.exit_code == 69);
    const auto json = nlohmann::json::parse(status.output);
    CHECK(json.at("degraded") == true);
    CHECK(json.at("database").at("reachable") == false);
}

TEST_CASE("without the extension distribute ends with 69, names Citus, and changes nothing") {
    const Operator at;
    const auto answer = at.run({"distribute"});
    CHECK(answer.exit_code == 69);
    CHECK(holds(answer.errors, "the Citus extension is not installed in this database"));
    CHECK(holds(answer.errors, "hint: "));
    const auto check = at.run({"distribute", "--check"});
    CHECK(check.exit_code == 69);
    CHECK(holds(check.output, "ods.encounters: by encounter_id"));
    CHECK(holds(check.output, "ods.patients: a copy on each node"));
    CHECK(holds(check.output, "WRONG the Citus extension"));
}

TEST_CASE("a wrong password ends with 77, is reported once a try, and is never printed") {
    PrivateServer server;
    Operator at;
    const auto clerk = ask_for_password(server, at.sql()) + " dbname=" + at.database.name();
    at.replace(feed_header() + feed_line({}));
    const auto answer =
        at.run({"ingest", "--once"}, {{"PADCHESTD_POSTGRES__CONNINFO", clerk + " password=wrong-one"}});
    INFO(answer.errors);
    CHECK(answer.exit_code == 77);
    CHECK(holds(answer.errors, "password"));
    CHECK_FALSE(holds(answer.errors + answer.output, "wrong-one"));

    const auto right =
        at.run({"ingest", "--once"}, {{"PADCHESTD_POSTGRES__CONNINFO", clerk + " password=right-one"}});
    INFO(right.errors);
    CHECK(right.exit_code == 0);
    CHECK(at.number("select count(*) from ods.procedures") == 1);
}

TEST_CASE("on an empty database one command migrates, seeds, loads and refreshes, the next writes nothing") {
    Operator at(Start::empty);
    at.replace(feed_header() + feed_line({}) + feed_line({.image = "9901_b.png"}));
    const auto answer = at.run({"ingest", "--once"});
    INFO(answer.errors);
    REQUIRE(answer.exit_code == 0);
    CHECK(at.number("select count(*) from ods.patients") == 100);
    CHECK(at.number("select count(*) from ods.procedures") == 2);
    CHECK(at.number("select encounters from analytics.avg_studies_per_patient") == 1);
    CHECK(nlohmann::json::parse(read_file(at.settings.state.file)).at("last_row") == 2);

    const std::vector<std::string> all{"ods", "ingest", "dwh"};
    const auto before = at.row_versions(all);
    CHECK(at.run({"ingest", "--once"}).exit_code == 0);
    CHECK(at.row_versions(all) == before);

    const auto json = nlohmann::json::parse(at.run({"status", "--json"}).output);
    CHECK(json.at("feed").at("lag_bytes") == 0);
    CHECK(json.at("warehouse").at("lag_encounters") == 0);
    CHECK(at.run({"verify"}).exit_code == 0);
    CHECK(at.run({"audit"}).exit_code == 0);
}
