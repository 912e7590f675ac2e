// docs/warehouse.md tells how a warehouse that lost a table or a view is made again: its commands are run
// here.

#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <sstream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// The first block of shell commands of a page.
std::string commands_in(const std::string& page) {
    const std::string text = read_file(source("docs/" + page));
    const std::string fence = "```sh\n";
    const auto begin = text.find(fence) + fence.size();
    return text.substr(begin, text.find("```", begin) - begin);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

// What an operator at this server would type, for the rig's database instead of `padchest`.
std::string script_for(const IngestRig& rig) {
    const char* const server_programs = std::getenv("PADCHESTD_TEST_POSTGRES_BIN");
    std::ostringstream script;
    script << "set -e\n";
    if (server_programs != nullptr) script << "PATH=" << server_programs << ":$PATH\n";
    script << "padchestd() { '" << program().string() << "' \"$@\"; }\n"
           << replaced(commands_in("warehouse.md"), "padchest_fresh", rig.database.name() + "_fresh");
    return replaced(script.str(), "-d padchest ", "-d " + rig.database.name() + " ");
}

} // namespace

TEST_CASE("a warehouse that lost a table, a view or all is made again by the commands of its page") {
    const std::string object = GENERATE(as<std::string>{}, "table dwh.fact_report",
                                        "view analytics.diagnosis_pairs", "schema dwh", "schema analytics");
    INFO(object);
    IngestRig rig;
    rig.replace(feed_header() + feed_line({}));
    rig.settle();
    const auto content = tests::content(rig.sql(), "dwh");
    rig.sql().script("drop", "drop " + object + " cascade");
    rig.restart();
    REQUIRE(rig.cycle().state == ingest::CycleState::degraded);

    const auto script = rig.folder / "recipe.sh";
    write_file(script, replaced(script_for(rig), "-d padchest\n", "-d " + rig.database.name() + "\n"));
    const std::string line = "PADCHESTD_POSTGRES__CONNINFO='" + rig.settings.postgres.conninfo + "' bash '" +
                             script.string() + "' >/dev/null 2>'" + (rig.folder / "errors").string() + "'";
    const int code = std::system(line.c_str()); // NOLINT(concurrency-mt-unsafe): one thread here
    INFO(read_file(rig.folder / "errors"));
    REQUIRE(code == 0);
    rig.restart();
    rig.settle();
    CHECK(tests::content(rig.sql(), "dwh") == content);
    CHECK(flaws(rig.sql(), rig.settings) == "");
}
