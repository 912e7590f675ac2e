// PadChest-GR's table beside a PadChest feed, as an operator loads both: made-up ones, since neither may be
// passed on.

#include "simulator/gr_row.h"
#include "support/child.h"
#include "support/csv_oracle.h"
#include "support/environment.h"
#include "support/ingest_rig.h"

#include <catch2/catch.hpp>

#include <set>

using namespace padchestd;
using namespace padchestd::tests;
using simulator::GrColumn;

namespace {

// One of the two feeds of a database.
struct Feed {
    Feed(const IngestRig& rig, const std::string& form)
        : path(rig.folder / (form + ".csv"))
        , environment(environment_of(rig.settings)) {
        environment["PADCHESTD_FEED__PATH"] = path.string();
        environment["PADCHESTD_FEED__FORMAT"] = environment["PADCHESTD_FEED__NAME"] = form;
        environment["PADCHESTD_STATE__FILE"] = (rig.folder / (form + ".json")).string();
        environment["PADCHESTD_INGEST__MAX_REJECT_RATIO"] = "1";
        auto end = run({"feed", "simulate", "--output", path.string(), "--format", form, "--encounters",
                        "300", "--images-per-study", "1.5", "--seed", "5", "--bad-records", "0.1"});
        REQUIRE(end.exit_code == 0);
    }

    [[nodiscard]] ChildEnd run(const std::vector<std::string>& arguments) const {
        return run_program(arguments, environment);
    }

    std::filesystem::path path;
    std::map<std::string, std::string> environment;
};

// What the table says, each once: counted without the program's reader.
std::size_t distinct_findings(const Feed& feed) {
    const auto text = read_file(feed.path);
    std::set<std::string> findings;
    for (const auto& record :
         oracle_records(text, text.find('\n') + 1, {simulator::kGrColumns, 1U << 20U, false})) {
        if (record.malformation) continue;
        std::string finding;
        for (const auto column : {GrColumn::image_id, GrColumn::label, GrColumn::locations,
                                  GrColumn::sentence_en, GrColumn::sentence_es})
            finding += record.fields.at(static_cast<std::size_t>(column)) + '\x1f';
        findings.insert(finding);
    }
    return findings.size();
}

} // namespace

TEST_CASE(
    "made-up tables of studies and of findings are loaded into one store, and both audits are content") {
    IngestRig rig;
    const Feed findings(rig, "padchest_gr");
    const Feed studies(rig, "padchest");
    CHECK(findings.run({"feed", "describe", findings.path.string()}).output.find("format padchest_gr") !=
          std::string::npos);
    for (const auto* const feed : {&findings, &studies, &findings}) {
        const auto end = feed->run({"ingest", "--once"});
        REQUIRE(end.exit_code == 0);
    }
    CHECK(rig.number("select count(*) from ods.encounters") == 300);
    CHECK(rig.number("select count(*) from ods.encounters where from_findings") == 0);
    // Records that were made bad are of studies beyond these.
    const auto bad =
        rig.number("select count(*) from ingest.quarantine where feed = 'padchest_gr' and reason in "
                   "('missing_value', 'bad_key', 'bad_number', 'bad_boxes', 'bad_date', "
                   "'unknown_code', 'bad_label_list')");
    CHECK(rig.number("select count(*) from ods.findings") + bad ==
          static_cast<long long>(distinct_findings(findings)));
    for (const auto* const feed : {&findings, &studies}) {
        CHECK(feed->run({"audit"}).exit_code == 0);
        CHECK(feed->run({"verify"}).exit_code == 0);
        CHECK(feed->run({"plan"}).exit_code == 0);
    }
    const auto expected = rig.folder / "expected.yaml";
    CHECK(findings.run({"validate", "--write", expected.string()}).exit_code == 0);
    CHECK(read_file(expected).find("findings") != std::string::npos);
    CHECK(findings.run({"validate", "--expect", expected.string()}).exit_code == 0);
    rig.sql().script("lose one", "delete from ods.findings where finding_id = (select min(finding_id) from "
                                 "ods.findings)");
    CHECK(findings.run({"validate", "--expect", expected.string()}).exit_code == 1);
    CHECK(findings.run({"audit"}).exit_code == 1);
}
