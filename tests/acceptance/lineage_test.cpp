// The lineage that the program writes, against the JSON schemas that OpenLineage publishes
// (scripts/check-lineage). Skipped where the validator cannot be had.

#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/shell.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

ShellEnd check_lineage(const TempFolder& folder, const std::filesystem::path& file) {
    return shell(folder, "'" + source("scripts/check-lineage").string() + "' '" + file.string() + "'");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("the lineage of the program is valid by OpenLineage's schemas, and a broken event is found") {
    IngestRig rig;
    const auto file = rig.folder / "lineage.ndjson";
    auto environment = environment_of(rig.settings);
    environment["PADCHESTD_LINEAGE__FILE"] = file.string();
    rig.replace(feed_header() + feed_line({.image = "1_a.png", .study = "1"}));
    REQUIRE(run_program({"ingest", "--once"}, environment).exit_code == 0);
    rig.append(feed_line({.image = "2_a.png", .study = "2"}));
    REQUIRE(run_program({"ingest", "--once"}, environment).exit_code == 0);
    REQUIRE(run_program({"ingest", "--once"}, environment).exit_code == 0); // idle
    environment["PADCHESTD_POSTGRES__CONNINFO"] = "host=/nowhere";
    REQUIRE(run_program({"ingest", "--once"}, environment).exit_code != 0);
    const auto text = read_file(file);

    const auto valid = check_lineage(rig.folder, file);
    if (valid.output.find("jsonschema cannot be had") != std::string::npos)
        return skip("the JSON schemas cannot be tried: jsonschema cannot be had from PyPI");
    INFO(valid.output);
    CHECK(valid.well);
    CHECK(valid.output.find("6 events, 0 wrong, 0 runs without an end") != std::string::npos);

    const std::vector<std::pair<std::string, std::string>> breaks{
        {"\"eventType\":\"COMPLETE\"", "\"eventType\":\"DONE\""},
        {"\"rowCount\":1", "\"rowCount\":\"1\""},
        {"\"runId\":\"", "\"runId\":\"x"},
        {"\"eventTime\":\"", "\"eventTime\":\"on "},
        {"\"namespace\"", "\"space\""},
        {"\"_producer\"", "\"producer\""},
        {"\"message\"", "\"text\""},
        {"\"eventType\":\"FAIL\"", "\"eventType\":\"RUNNING\""}};
    for (const auto& [from, to] : breaks) {
        write_file(rig.folder / "broken.ndjson", replaced(text, from, to));
        const auto broken = check_lineage(rig.folder, rig.folder / "broken.ndjson");
        INFO(from << " to " << to << ": " << broken.output);
        CHECK_FALSE(broken.well);
    }
}
