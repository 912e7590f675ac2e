// The database is moved to another server by the commands of docs/upgrade.md, from a dump that may be older
// than the last commits: the daemon goes on there as if nothing had happened.

#include "recovery/small_studies.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/private_server.h"
#include "support/recovery_proof.h"
#include "support/shell.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <regex>
#include <sstream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// The commands of Postgres below a heading of the page, with the test's names for the database and for its
// owner.
std::vector<std::string> commands_below(const std::string& heading, const std::string& database) {
    const auto page = read_file(source("docs/upgrade.md"));
    const auto from = page.find(heading);
    std::istringstream block(page.substr(from, page.find("\n## ", from) - from));
    std::vector<std::string> found;
    for (std::string line; std::getline(block, line);) {
        if (!line.starts_with("pg_") && !line.starts_with("createdb")) continue;
        line = std::regex_replace(line, std::regex("=padchestd "), "=postgres ");
        found.push_back(std::regex_replace(line, std::regex("\\bpadchest( |$)"), database + "$1"));
    }
    return found;
}

void run_at(const std::string& host, const TempFolder& folder, const std::string& command) {
    const std::string bin = std::getenv("PADCHESTD_TEST_POSTGRES_BIN");
    const auto ended = shell(folder, "cd '" + folder.path().string() + "' && PATH='" + bin +
                                         "':$PATH PGUSER=postgres PGHOST='" + host + "' " + command);
    INFO(command << ": " << ended.output);
    REQUIRE(ended.well);
}

std::string host_in(const std::string& conninfo) {
    const auto from = conninfo.find("host=") + 5;
    return conninfo.substr(from, conninfo.find(' ', from) - from);
}

std::string round_of(int number) {
    std::string text = studies(number * 10, number * 10 + 9) + study(number * 10 + 9, {.date = "99991231"});
    if (number > 0) text += study(number * 10 - 10, {.report = " cambi .", .labels = "['nodule']"});
    return text;
}

// The moved database holds what one holds that read the same feed without a move.
void check_moved(const IngestRig& rig) {
    pg::SessionOptions options;
    options.conninfo = rig.settings.postgres.conninfo;
    pg::Connection moved(options);
    IngestRig calm;
    calm.replace(feed_header() + round_of(0));
    calm.settle();
    calm.replace(read_file(rig.settings.feed.path));
    calm.settle();
    CHECK(differences(whole_content(moved, Books::ends), whole_content(calm.sql(), Books::ends)) == "");
    CHECK(flaws(moved, rig.settings) == "");
    CHECK(keys_and_indexes(moved) == keys_and_indexes(calm.sql()));
}

} // namespace

TEST_CASE("a daemon continues on a database restored on another server, also from an older dump") {
    IngestRig rig;
    rig.replace(feed_header() + round_of(0));
    rig.settle();
    const auto old_host = host_in(rig.database.conninfo());
    const auto commands = commands_below("## Restore", rig.database.name());
    REQUIRE(commands.size() == 3);
    run_at(old_host, rig.folder, commands[0]);
    SECTION("with all that was committed") {}
    SECTION("without the last commits, which the state file knows") {
        rig.append(round_of(1));
        rig.settle();
    }
    SECTION("without the last commits, of a feed that was replaced since") {
        rig.replace(feed_header() + round_of(1) + round_of(0));
        rig.settle();
    }
    PrivateServer other;
    run_at(other.folder(), rig.folder, commands[1]);
    run_at(other.folder(), rig.folder, commands[2]);
    rig.settings.postgres.conninfo = other.conninfo() + " dbname=" + rig.database.name();
    rig.append(round_of(2));
    rig.restart();
    rig.settle();

    check_moved(rig);
    note_proof("a dump, also an older one, restored on another server by the page's commands", 1,
               "goes on from the dump's own checkpoint; 0 lost, 0 doubled");
}

TEST_CASE("a daemon continues on a server started from a base backup older than the last commits") {
    PrivateServer old;
    IngestRig rig;
    rig.replace(feed_header() + round_of(0));
    rig.settle();
    const auto commands = commands_below("## Base backup", rig.database.name());
    REQUIRE(commands.size() == 1);
    const auto backup = rig.folder / "backup";
    run_at(old.folder(), rig.folder,
           std::regex_replace(commands[0], std::regex("/srv/backup"), backup.string()));
    rig.append(round_of(1));
    rig.settle();

    PrivateServer other(PrivateServer::BackupIn{backup});
    rig.settings.postgres.conninfo = other.conninfo() + " dbname=" + rig.database.name();
    rig.append(round_of(2));
    rig.restart();
    rig.settle();
    check_moved(rig);
    note_proof("a server started from a base backup that is older than the last commits", 1,
               "goes on from the backup's own checkpoint; 0 lost, 0 doubled");
}
