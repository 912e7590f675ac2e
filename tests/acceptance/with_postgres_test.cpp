// scripts/with-postgres under a user's own environment.

#include "support/environment.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <string>

using namespace padchestd::tests;

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
