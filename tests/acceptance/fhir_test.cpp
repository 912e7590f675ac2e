// A FHIR export read by another reader (scripts/check-fhir): each line valid, each rule able to find its
// break, and the same studies as the store's.

#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/shell.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// The studies of the store in the form of check-fhir --studies.
constexpr auto kStudies =
    "select coalesce(string_agg(line || chr(10), '' order by line collate \"C\"), '') from ("
    "select concat_ws(chr(9), e.encounter_id, e.encounter_date, e.patient_id,"
    " (select string_agg(p.procedure_id || ':' || coalesce(p.modality, 'UNK'), ',' order by p.procedure_id "
    "|| ':' ||"
    "  coalesce(p.modality, 'UNK') collate \"C\") from ods.procedures as p where p.encounter_id = "
    "e.encounter_id),"
    " coalesce((select string_agg(l.diagnosis_code, ',' order by l.diagnosis_code collate \"C\")"
    "  from ods.encounter_diagnoses as l where l.encounter_id = e.encounter_id), ''),"
    " coalesce((select string_agg(l.localization_code, ',' order by l.localization_code collate \"C\")"
    "  from ods.encounter_localizations as l where l.encounter_id = e.encounter_id), ''),"
    " coalesce((select string_agg(r.report_id || ':' || md5(btrim(coalesce(r.report_text, ''), E' "
    "\\t\\n\\r\\f\\x0b')),"
    "  ',' order by r.report_id collate \"C\") from ods.reports as r where r.encounter_id = e.encounter_id), "
    "'')) as line"
    " from ods.encounters as e) as study";

ShellEnd check_fhir(const TempFolder& folder, const std::string& options) {
    return shell(folder, "'" + source("scripts/check-fhir").string() + "' " + options);
}

std::string quoted(const std::filesystem::path& path) {
    return "'" + path.string() + "'";
}

bool cannot_be_had(const ShellEnd& end) {
    if (end.output.find("fhir.resources cannot be had") == std::string::npos) return false;
    skip("FHIR cannot be validated: fhir.resources cannot be had from PyPI");
    return true;
}

} // namespace

TEST_CASE("a FHIR export is valid, each rule finds its break, and another reader finds the same studies") {
    IngestRig rig;
    rig.settings.patients.count = 60;
    const auto environment = environment_of(rig.settings);
    const auto feed = quoted(rig.settings.feed.path);
    REQUIRE(shell(rig.folder, quoted(program()) + " feed simulate --encounters 120 --output " + feed).well);
    REQUIRE(run_program({"ingest", "--once"}, environment).exit_code == 0);
    const auto out = rig.folder / "out";
    REQUIRE(
        run_program({"export", "fhir", "--source-ids", "--output", out.string()}, environment).exit_code ==
        0);
    const auto end = check_fhir(rig.folder, "--self-test --studies " + quoted(rig.folder / "studies.txt") +
                                                " " + quoted(out));
    if (cannot_be_had(end)) return;
    INFO(end.output);
    CHECK(end.well);
    CHECK(end.output.find("breaks, 0 not found") != std::string::npos);
    const bool same = read_file(rig.folder / "studies.txt") == rig.value(kStudies);
    CHECK(same);
    CHECK(run_program({"export", "fhir", "--output", out.string()}, environment).exit_code == 73);
}

TEST_CASE("the FHIR export of the real feed is valid, within 64 MiB, and another reader finds its studies") {
    const auto feed = real_feed();
    if (!feed) return skip("the real feed is not here: scripts/fetch-padchest");
    IngestRig rig;
    rig.settings.feed.path = *feed;
    rig.settings.patients.count = 5'000;
    const auto environment = environment_of(rig.settings);
    REQUIRE(run_program({"ingest", "--once"}, environment).exit_code == 0);
    const auto out = rig.folder / "out";
    const auto end = run_program({"export", "fhir", "--source-ids", "--output", out.string()}, environment);
    REQUIRE(end.exit_code == 0);
    CHECK(end.peak_rss_kib < 64 * 1024);
    // All lines by our rules; all, or one of a hundred, by the package too, which takes minutes for all.
    const auto checked = check_fhir(rig.folder, std::string(long_run() ? "" : "--every 100 ") + "--studies " +
                                                    quoted(rig.folder / "studies.txt") + " " + quoted(out));
    if (cannot_be_had(checked)) return;
    INFO(checked.output);
    CHECK(checked.well);
    CHECK(checked.output.find("109931 Encounter, 109931 ImagingStudy, 109931 DiagnosticReport") !=
          std::string::npos);
    const bool same = read_file(rig.folder / "studies.txt") == rig.value(kStudies);
    CHECK(same); // no report's hash is printed
}
