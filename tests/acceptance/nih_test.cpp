// The real table of NIH ChestX-ray14, where it can be had (scripts/fetch-nih): the store's counts against
// those of another program. Prints counts, never anything of a row.

#include "operation/audit.h"
#include "simulator/feed_writer.h"
#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/shell.h"
#include "warehouse/verify.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

using Counts = std::map<std::string, long long>;

// As an operator starts the program.
ChildEnd run(const IngestRig& rig, const std::vector<std::string>& arguments) {
    auto environment = environment_of(rig.settings);
    environment["PADCHESTD_FEED__FORMAT"] = rig.settings.feed.format;
    environment["PADCHESTD_FEED__NAME"] = rig.settings.feed.name;
    environment["PADCHESTD_FEED__FACILITY"] = rig.settings.feed.facility;
    environment["PADCHESTD_PATIENTS__DRAW"] = "by_patient";
    return run_program(arguments, environment);
}

Counts counted(IngestRig& rig, const std::string& sql) {
    const auto rows = rig.sql().query("count for a test", sql);
    Counts counts;
    const auto columns = rows.columns();
    for (const pg::Row row : rows) counts[row[columns[0]].string()] = row[columns[1]].integer();
    return counts;
}

void check_counts(IngestRig& rig, const nlohmann::json& recount) {
    const auto images = recount["images"].get<long long>();
    CHECK(images == 112'120);
    CHECK(rig.number("select count(*) from ods.encounters") == images);
    CHECK(rig.number("select count(*) from ods.procedures") == images);
    CHECK(rig.number("select count(*) from dwh.fact_procedure") == images);
    CHECK(rig.number("select count(*) from ods.reports") == 0);
    CHECK(rig.number("select count(*) from ingest.quarantine") == 0);
    CHECK(recount["patients"] == 30'805);
    CHECK(rig.number("select patients_with_studies from analytics.avg_studies_per_patient") ==
          recount["patients"]);
    CHECK(rig.number("select count(*) from ods.encounters where pediatric") == recount["children"]);
    CHECK(rig.number("select count(*) from dwh.fact_encounter where finding_status = 'normal'") ==
          recount["normal"]);
    CHECK(counted(rig, "select left(description, -6), encounters from analytics.diagnosis_frequency where "
                       "encounters > 0") == recount["labels"].get<Counts>());
    CHECK(counted(rig, "select least(left(a.description, -6), left(b.description, -6)) || '|' || "
                       "greatest(left(a.description, -6), left(b.description, -6)), encounters from "
                       "analytics.diagnosis_pairs join ods.diagnoses as a on a.diagnosis_code = code_a join "
                       "ods.diagnoses as b on b.diagnosis_code = code_b where encounters > 0") ==
          recount["pairs"].get<Counts>());
    CHECK(counted(rig, "select projection, sum(procedures) from analytics.procedures_per_month group by 1") ==
          recount["views"].get<Counts>());
    CHECK(counted(rig, "select concat_ws('|', image_columns, image_rows, spatial_resolution_mm), count(*) "
                       "from ods.procedures group by 1") == recount["sizes"].get<Counts>());
}

} // namespace

TEST_CASE("the real NIH table gives the counts of another program, and a second run writes nothing") {
    const auto table = real_nih_table();
    if (!table) return skip("the table of NIH ChestX-ray14 is not here: scripts/fetch-nih");
    if (!has_tool("python3")) return skip("there is no python3 to count with");
    IngestRig rig;
    rig.settings.feed.path = *table;
    rig.settings.feed.format = "nih";
    rig.settings.feed.facility = "NIHCC";
    rig.settings.patients.count = 32'000;
    REQUIRE(run(rig, {"ingest", "--once"}).exit_code == 0);
    const auto recount =
        shell(rig.folder, source("tests/acceptance/nih_recount").string() + " '" + table->string() + "'");
    REQUIRE(recount.well);
    check_counts(rig, nlohmann::json::parse(recount.output));
    for (const auto& difference : warehouse::verify(rig.sql(), rig.clock))
        FAIL_CHECK("warehouse differs: " << difference.table);
    const auto audit = operation::audit(rig.sql(), rig.settings, mappings().at("nih"));
    CHECK(audit.feed_records == 112'120);
    for (const auto& difference : audit.differences) FAIL_CHECK(difference);
    const auto validation = run(rig, {"validate"});
    CHECK(validation.exit_code == 0);
    CHECK(validation.output.find("the feed is NIH ChestX-ray14") != std::string::npos);

    const auto before = rig.row_versions({"ods", "dwh"});
    CHECK(run(rig, {"ingest", "--once"}).exit_code == 0);
    CHECK(rig.row_versions({"ods", "dwh"}) == before);
}

TEST_CASE("the real NIH table beside a PadChest feed: two facilities, one warehouse that a rebuild equals") {
    const auto table = real_nih_table();
    if (!table) return skip("the table of NIH ChestX-ray14 is not here: scripts/fetch-nih");
    IngestRig rig;
    rig.settings.patients.count = 40'000;
    (void)simulator::write_feed(rig.settings.feed.path, {.encounters = 5'000}, {}, rig.clock, {}, {});
    REQUIRE(run(rig, {"ingest", "--once"}).exit_code == 0);
    const auto padchest = rig.settings;
    rig.settings.feed.path = *table;
    rig.settings.feed.name = rig.settings.feed.format = "nih";
    rig.settings.feed.facility = "NIHCC";
    rig.settings.state.file = rig.folder / "nih_state.json";
    REQUIRE(run(rig, {"ingest", "--once"}).exit_code == 0);
    CHECK(counted(rig, "select facility_id, count(*) from dwh.fact_encounter group by 1") ==
          Counts{{"HSJ", 5'000}, {"NIHCC", 112'120}});
    for (const auto& difference : warehouse::verify(rig.sql(), rig.clock))
        FAIL_CHECK("warehouse differs: " << difference.table);
    for (const auto& settings : {padchest, rig.settings})
        CHECK(operation::audit(rig.sql(), settings, mappings().at(settings.feed.format)).differences.empty());
}
