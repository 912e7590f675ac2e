// The program and its scripts under a user's own environment: variables of libpq, language, umask, no home,
// odd paths.

#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <cstdlib>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

using Variables = std::map<std::string, std::string>;

// The content after one `ingest --once` of a small feed, in a folder of this name.
std::map<std::string, std::string> loaded(const std::string& folder, const Variables& changes) {
    IngestRig rig;
    std::filesystem::create_directory(rig.folder / folder);
    rig.settings.feed.path = rig.folder / folder / "feed.csv";
    rig.settings.state.file = rig.folder / folder / "state.json";
    rig.settings.dashboard.file = rig.folder / folder / "page.html";
    rig.replace(feed_header() +
                feed_line({.image = "1_a.png", .study = "1", .report = " ángulo costofren . "}) +
                feed_line({.image = "2_a.png", .study = "2", .date = "20150131"}) +
                feed_line({.image = "3_a.png", .study = "3", .date = "tomorrow"}));
    auto variables = environment_of(rig.settings);
    for (const auto& [name, value] : changes) variables[name] = value;
    const auto errors = rig.folder / "errors";
    const auto end = run_program({"ingest", "--once"}, variables, errors);
    INFO(read_file(errors));
    CHECK(end.exit_code == 0);
    CHECK(std::filesystem::exists(rig.settings.dashboard.file));
    return whole_content(rig.sql(), Books::whole);
}

} // namespace

TEST_CASE("under a user's own language, umask, home, paths and libpq variables the program loads the same") {
    const auto expected = loaded("plain", {});
    const std::vector<Variables> environments = {
        {{"LANG", "de_DE.UTF-8"}, {"LC_ALL", "es_ES.ISO-8859-1"}, {"LANGUAGE", "de"}},
        {{"TZ", "Pacific/Kiritimati"}},
        {{"HOME", "/nonexistent"}, {"XDG_RUNTIME_DIR", ""}},
        {{"PGOPTIONS", "-c datestyle=German -c search_path= -c default_transaction_read_only=on"}},
        {{"PGCLIENTENCODING", "LATIN1"},
         {"PGTZ", "Asia/Tokyo"},
         {"PGDATESTYLE", "German"},
         {"PGSSLMODE", "disable"}},
    };
    for (const auto& changes : environments) {
        INFO(changes.begin()->first);
        CHECK(differences(loaded("plain", changes), expected) == "");
    }
    CHECK(differences(loaded("with blanks, ñ, 'quotes' and \"more\"", {}), expected) == "");
    const auto before = ::umask(0077);
    CHECK(differences(loaded("plain", {}), expected) == "");
    ::umask(0);
    CHECK(differences(loaded("plain", {}), expected) == "");
    ::umask(before);
    const std::string home = std::getenv("HOME") == nullptr ? "" : std::getenv("HOME");
    ::unsetenv("HOME");
    CHECK(differences(loaded("plain", {}), expected) == "");
    if (!home.empty()) ::setenv("HOME", home.c_str(), 1);
    note_proof("language, time zone, umask, no home, odd paths and libpq's variables around the program",
               static_cast<std::int64_t>(environments.size()) + 4, "the same content", kTriedToGetItStuck);
}

TEST_CASE("scripts/with-postgres gives its own server, whatever of libpq's variables the caller has set") {
    const std::string script = source("scripts/with-postgres").string();
    const std::string command =
        "umask 0777; export PGPORT=1 PGHOST=nowhere.invalid PGHOSTADDR=192.0.2.1 PGSERVICE=none PGUSER=nobody"
        " PGDATABASE=none PGOPTIONS='-c search_path=' PGSSLMODE=verify-full PGSSLROOTCERT=/nonexistent"
        " PGTARGETSESSIONATTRS=standby PGDATA=/nonexistent PGCONNECT_TIMEOUT=x LANG=xx_XX LC_ALL=xx_XX "
        "TZ=Nowhere;"
        " unset HOME; '" +
        script +
        "' sh -c 'test \"$(umask)\" = 0777 && test \"$(\"$PADCHESTD_TEST_POSTGRES_BIN/psql\" -XAtc \"select "
        "42\")\" = 42'"
        " >/dev/null 2>&1";
    CHECK(std::system(command.c_str()) == 0); // NOLINT(cert-env33-c): a shell's environment is what is tried
    note_proof("libpq's variables of the caller around scripts/with-postgres", 1,
               "its own server, its own settings", kTriedToGetItStuck);
}
