// The files of config/monitoring/ with the programs that they are for, on what the real daemon wrote.

#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/shell.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <regex>
#include <set>
#include <sstream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string monitoring(const std::string& file) {
    return source("config/monitoring/" + file).string();
}

// A daemon's run over a small feed, with its log and metrics in files.
struct Watched : IngestRig {
    Watched() {
        settings.logging.file = folder / "padchestd.log";
        settings.metrics.file = folder / "padchestd.prom";
        replace(feed_header() + feed_line({}) +
                feed_line({.image = "9902_a.png", .study = "9902", .date = "soon"}) +
                feed_line({.image = "9903_a.png", .study = "9903"}));
        CHECK(run_program({"ingest", "--once"}, environment_of(settings)).exit_code == 0);
    }
};

} // namespace

TEST_CASE("the alert rules are valid and their tests pass") {
    if (!has_tool("promtool")) return skip("promtool is not installed");
    const TempFolder folder;
    const auto rules = shell(folder, "promtool check rules " + monitoring("padchestd.rules.yml"));
    INFO(rules.output);
    CHECK(rules.well);
    const auto tests = shell(folder, "promtool test rules " + monitoring("padchestd.rules.test.yml"));
    INFO(tests.output);
    CHECK(tests.well);
}

TEST_CASE("rules and dashboard name metrics that docs/metrics.md has") {
    const auto page = read_file(source("docs/metrics.md"));
    const std::regex name("padchestd_[a-z_]+");
    for (const char* const file : {"padchestd.rules.yml", "padchestd.grafana.json"}) {
        const auto text = read_file(monitoring(file));
        for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at) {
            INFO(file << ": " << at->str());
            CHECK(page.find("| `" + at->str() + "` |") != std::string::npos);
        }
    }
}

TEST_CASE("the dashboard's panels have a place each, and its queries run on the database") {
    Watched rig;
    const auto board = nlohmann::json::parse(read_file(monitoring("padchestd.grafana.json")));
    CHECK(board.at("uid") == "padchestd");
    std::set<int> ids;
    int queries = 0;
    for (const auto& panel : board.at("panels")) {
        CHECK(ids.insert(panel.at("id").get<int>()).second);
        const auto& place = panel.at("gridPos");
        CHECK(place.at("x").get<int>() + place.at("w").get<int>() <= 24);
        for (const auto& target : panel.at("targets")) {
            if (!target.contains("rawSql")) continue;
            ++queries;
            // Grafana puts the window's bounds there.
            const auto sql = std::regex_replace(target.at("rawSql").get<std::string>(),
                                                std::regex("\\$__timeFilter\\(([a-z_]+)\\)"), "$1 > 'epoch'");
            INFO(sql);
            CHECK(rig.sql().query("run a panel's query", sql).columns().size() >= 2);
        }
    }
    CHECK(queries == 4);
}

TEST_CASE("Prometheus gets by node_exporter what the database and status have") {
    for (const char* const tool : {"prometheus", "prometheus-node-exporter", "curl", "python3"})
        if (!has_tool(tool)) return skip(std::string(tool) + " is not installed");
    Watched rig;
    const auto work = rig.folder / "prometheus";
    std::filesystem::create_directory(work);
    const std::map<std::string, std::string> expected = {
        {"sum(padchestd_records_total{fate=\"loaded\"})", "select sum(loaded_records) from ingest.batches"},
        {"sum(padchestd_records_total{fate=\"quarantined\"})",
         "select sum(quarantined_records) from ingest.batches"},
        {"padchestd_feed_position_bytes", "select byte_offset from ingest.checkpoint"},
        {"padchestd_quarantine_open_records", "select count(*) from ingest.quarantine"},
        {"padchestd_warehouse_lag_encounters", "select 0"},
        {"padchestd_database_up", "select 1"}};
    std::string queries;
    for (const auto& [query, sql] : expected) queries += " '" + query + "'";
    const auto scraped =
        shell(rig.folder, source("tests/acceptance/scrape").string() + " '" + rig.folder.path().string() +
                              "' '" + work.string() + "'" + queries);
    INFO(scraped.output);
    REQUIRE(scraped.well);
    for (const auto& [query, sql] : expected) {
        const auto line = query + " " + rig.value(sql) + "\n";
        INFO(line);
        CHECK(scraped.output.find(line) != std::string::npos);
    }
    const auto status =
        nlohmann::json::parse(run_program({"status", "--json"}, environment_of(rig.settings)).output);
    CHECK(scraped.output.find("padchestd_quarantine_open_records " +
                              status.at("quarantine").at("open").dump() + "\n") != std::string::npos);
}

TEST_CASE("lnav reads the real log by the format, and counts its events") {
    if (!has_tool("lnav")) return skip("lnav is not installed");
    Watched rig;
    const auto home = rig.folder.path().string();
    const auto formats = home + "/lnav/formats/padchestd";
    std::filesystem::create_directories(formats);
    std::filesystem::copy_file(monitoring("padchestd.lnav.json"), formats + "/padchestd.lnav.json");
    const auto run = "HOME=" + home + " TERM=dumb lnav -I " + home + "/lnav ";
    const auto checked = shell(rig.folder, run + "-C");
    INFO(checked.output);
    CHECK(checked.well);
    const auto counted =
        shell(rig.folder,
              run + "-n -c \";select event, count(*) from padchestd_log group by event order by event\" " +
                  "-c ':write-csv-to -' " + rig.settings.logging.file.string());
    INFO(counted.output);
    CHECK(counted.well);
    std::map<std::string, int> events;
    std::istringstream lines(read_file(rig.settings.logging.file));
    const std::regex event("event=([a-z_]+)");
    for (std::string line; std::getline(lines, line);)
        if (std::smatch match; std::regex_search(line, match, event)) ++events[match[1]];
    REQUIRE(events.size() > 3);
    for (const auto& [name, count] : events)
        CHECK(counted.output.find("\n" + name + "," + std::to_string(count) + "\n") != std::string::npos);
}

TEST_CASE("mtail counts in the real log what the ledger has") {
    if (!has_tool("mtail")) return skip("mtail is not installed");
    Watched rig;
    const auto log = rig.settings.logging.file.string();
    const auto counted =
        shell(rig.folder, "cd " + rig.folder.path().string() +
                              " && mtail --one_shot --one_shot_format=prometheus --port=0 --progs " +
                              monitoring("padchestd.mtail") + " --logs " + log);
    INFO(counted.output);
    CHECK(counted.well);
    const auto count = [&](const std::string& fate) {
        const std::regex line("padchestd_log_records_total\\{fate=\"" + fate + "\"[^}]*\\} ([0-9]+)");
        std::smatch match;
        return std::regex_search(counted.output, match, line) ? match[1].str() : "none";
    };
    CHECK(count("loaded") == rig.value("select sum(loaded_records) from ingest.batches"));
    CHECK(count("quarantined") == rig.value("select sum(quarantined_records) from ingest.batches"));
}

TEST_CASE("doctor ends with 0 on a good installation, and names what is wrong with its remedy") {
    Watched rig;
    auto variables = environment_of(rig.settings);
    const auto good = run_program({"doctor"}, variables);
    INFO(good.output);
    CHECK(good.exit_code == 0);
    CHECK(good.output.find("WRONG") == std::string::npos);

    variables["PADCHESTD_DASHBOARD__FILE"] = (rig.folder / "none" / "dashboard.html").string();
    const auto bad = run_program({"doctor"}, variables);
    INFO(bad.output);
    CHECK(bad.exit_code == 73);
    CHECK(bad.output.find("WRONG dashboard.file") != std::string::npos);

    variables["PADCHESTD_POSTGRES__CONNINFO"] = "host=" + (rig.folder / "none").string();
    CHECK(run_program({"doctor"}, variables).output.find("WRONG postgres: ") != std::string::npos);
}

TEST_CASE("status raises an alarm with its own problem and name") {
    Watched rig;
    auto variables = environment_of(rig.settings);
    variables["PADCHESTD_METRICS__FILE"] = rig.settings.metrics.file.string();
    variables["PADCHESTD_ALARMS__QUARANTINE_PER_DAY"] = "1";
    rig.append(feed_line({.image = "9904_a.png", .study = "9904", .date = "later"}));
    REQUIRE(run_program({"ingest", "--once"}, variables).exit_code == 0);
    const auto status = nlohmann::json::parse(run_program({"status", "--json"}, variables).output);
    CHECK(status.at("alarms") == nlohmann::json::array({"quarantine_growth"}));
    CHECK(read_file(rig.settings.metrics.file).find("padchestd_alarm{alarm=\"quarantine_growth\"} 1") !=
          std::string::npos);
    CHECK(read_file(rig.settings.logging.file).find("event=alarm_raised alarm=quarantine_growth") !=
          std::string::npos);
}

TEST_CASE("init makes role and database, keeps what is there, and prints what it may not do") {
    IngestRig rig;
    const auto file = (rig.folder / "padchestd.yaml").string();
    const auto name = "init_" + rig.database.name().substr(rig.database.name().size() - 6);
    const std::vector<std::string> arguments{
        "init", "--output",   file, "--feed",  rig.settings.feed.path.string(), "--role",
        name,   "--database", name, "--admin", rig.settings.postgres.conninfo};
    const auto made = run_program(arguments, {});
    INFO(made.output);
    CHECK(made.exit_code == 0);
    CHECK(made.output.find("made   create role " + name) != std::string::npos);
    CHECK(rig.number(
              "select count(*) from pg_database d join pg_roles r on r.oid = d.datdba where datname = '" +
              name + "' and rolname = '" + name + "' and pg_encoding_to_char(encoding) = 'UTF8'") == 1);
    CHECK(run_program({"--config", file, "config", "show"}, {}).exit_code == 0);
    const auto again = run_program(arguments, {});
    CHECK(again.output.find("kept   " + file) != std::string::npos);
    CHECK(again.output.find("there  create database") != std::string::npos);
    rig.sql().bare_script("end a test", "drop database " + name);
    rig.sql().script("end a test", "drop owned by " + name + "; drop role " + name);
    const auto sql = run_program({"init", "--print-sql", "--database", "two"}, {});
    CHECK(sql.output.find("create database two owner padchestd") != std::string::npos);
    CHECK(run_program({"init", "--print-sql", "--database", "two; drop"}, {}).exit_code == 64);
}

TEST_CASE(
    "the SQL that init prints runs in psql, runs again, and makes pgvector only where the server has it") {
    if (!has_tool("psql")) return skip("psql is not installed");
    IngestRig rig;
    const auto name = "sql_" + rig.database.name().substr(rig.database.name().size() - 6);
    const auto init = "'" + program().string() + "' init --print-sql --role " + name + " --database " + name;
    for (int run = 0; run < 2; ++run) {
        const auto ended = shell(rig.folder, init + " | psql -X -v ON_ERROR_STOP=1 '" +
                                                 rig.settings.postgres.conninfo + "'");
        INFO(ended.output);
        CHECK(ended.well);
        CHECK(ended.output.find("ERROR") == std::string::npos);
    }
    CHECK(rig.number("select count(*) from pg_database where datname = '" + name + "'") == 1);
    // A server without pgvector: as if the extension had another name.
    const auto without =
        shell(rig.folder, init + " | sed 's/vector/no_such_thing/g' | psql -X -v ON_ERROR_STOP=1 '" +
                              rig.settings.postgres.conninfo + "'");
    INFO(without.output);
    CHECK(without.well);
    rig.sql().bare_script("end a test", "drop database " + name);
    rig.sql().script("end a test", "drop owned by " + name + "; drop role " + name);
}

TEST_CASE("each alarm and each alert has an entry in the runbook, whose confirming commands run") {
    Watched rig;
    const auto page = read_file(source("docs/runbook.md"));
    const auto rules = read_file(monitoring("padchestd.rules.yml"));
    const std::regex alert("alert: ([A-Za-z]+)");
    for (std::sregex_iterator at(rules.begin(), rules.end(), alert), end; at != end; ++at) {
        INFO((*at)[1]);
        CHECK((std::regex_search(page, std::regex("\n## [^\n]*\\b" + (*at)[1].str() + "\\b")) ||
               ((*at)[1] == "PadchestdAlarm")));
    }
    for (const char* const alarm :
         {"warehouse_lag", "quarantine_growth", "disk_space", "clock_skew", "warehouse_difference"})
        CHECK(page.find("\n## " + std::string(alarm) + "\n") != std::string::npos);
    const std::regex confirm("\\*\\*Confirm\\.\\*\\* ([^\n]+)");
    const std::regex command("`padchestd ([^`]+)`");
    std::set<std::string> commands;
    for (std::sregex_iterator at(page.begin(), page.end(), confirm), end; at != end; ++at) {
        const auto line = (*at)[1].str();
        for (std::sregex_iterator in(line.begin(), line.end(), command); in != end; ++in)
            commands.insert((*in)[1]);
    }
    CHECK(commands.size() >= 6);
    for (const auto& line : commands) {
        std::vector<std::string> arguments;
        std::istringstream words(line);
        for (std::string word; words >> word;) arguments.push_back(word);
        INFO(line);
        const auto ended = run_program(arguments, environment_of(rig.settings));
        INFO(ended.output);
        // No daemon runs in this test, which is all that `status --exit-code` has to complain of.
        CHECK((ended.exit_code == 0 || (line == "status --exit-code" && ended.exit_code == 75)));
    }
}
