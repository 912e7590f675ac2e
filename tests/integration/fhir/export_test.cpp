// What an export holds: a resource for each row, and nothing of the source that was not asked for.

#include "integration/fhir/fhir_rig.h"
#include "store/patient_history.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

TEST_CASE("an export has a resource for each row of the store", "[threads]") {
    FhirRig rig;
    rig.append_studies(0, 10);
    rig.append(feed_line({.image = "77003_b.png",
                          .study = "77003",
                          .report_id = "5577003",
                          .labels = "['cardiomegaly', 'normal']"}));
    rig.settle();
    const auto report = rig.run("out");
    const auto count = [&](const std::string& type) {
        return static_cast<long long>(rig.resources("out", type).size());
    };
    CHECK(count("Organization") == rig.number("select count(*) from ods.facilities"));
    CHECK(count("Patient") == rig.number("select count(*) from ods.patients"));
    CHECK(count("Encounter") == 10);
    CHECK(count("ImagingStudy") == 10);
    CHECK(count("DiagnosticReport") == 10);
    CHECK(count("Condition") == 10);
    CHECK(count("Observation") == 10);
    CHECK(count("Provenance") == 10);
    long long images = 0;
    for (const auto& study : rig.resources("out", "ImagingStudy"))
        images += study["numberOfInstances"].get<int>();
    CHECK(images == 11);
    CHECK(report.state.resources[static_cast<std::size_t>(fhir::Type::encounter)] == 10);
    CHECK_FALSE(report.resumed);
    const auto manifest = nlohmann::json::parse(read_file(rig.folder / "out/manifest.json"));
    CHECK(manifest["output"].size() == fhir::kTypeNames.size());
    CHECK_FALSE(std::filesystem::exists(rig.folder / "out/export_state.json"));
}

TEST_CASE("an export holds no id, position or person of the source, and no report's words where none are "
          "wanted",
          "[threads]") {
    FhirRig rig;
    rig.replace(feed_header() + feed_line({.image = "771234567_zzqqzz.png",
                                           .study = "771234567",
                                           .report_id = "8898765",
                                           .report = " palabramarca en el informe .",
                                           .patient = "6600123660012366001236600123660012366",
                                           .birth = "1911.0"}));
    rig.settle();
    CHECK(rig.value("select concat_ws(chr(32), reason, column_name) from ingest.quarantine") == "");
    REQUIRE(rig.number("select count(*) from ods.procedures") == 1);
    const auto holds = [&](const std::string& folder, const std::string& text) {
        for (const auto& [name, content] : rig.files(folder))
            if (content.find(text) != std::string::npos) return true;
        return false;
    };
    rig.run("plain", "", {});
    for (const auto* marker :
         {"zzqqzz", "771234567", "8898765", "66001236600123", "1911", "urn:padchestd:record"})
        CHECK_FALSE(holds("plain", marker));
    CHECK(holds("plain", "palabramarca"));
    rig.run("wordless", "", {.source_ids = false, .report_texts = false});
    CHECK_FALSE(holds("wordless", "palabramarca"));
    rig.run("with_ids");
    for (const auto* marker : {"zzqqzz", "771234567", "8898765"}) CHECK(holds("with_ids", marker));
    for (const auto* marker : {"66001236600123", "1911"}) CHECK_FALSE(holds("with_ids", marker));
}

TEST_CASE("an image of unknown modality, a study without labels and a report without words are exported",
          "[threads]") {
    FhirRig rig;
    rig.replace(feed_header() + feed_line({.image = "77001_a.png",
                                           .study = "77001",
                                           .modality = "",
                                           .report_id = "5577001",
                                           .report = "",
                                           .labels = "[]"}));
    rig.settle();
    rig.run("out");
    const auto study = rig.resources("out", "ImagingStudy").at(0);
    CHECK(study["series"][0]["modality"]["code"] == "UNK");
    CHECK(study["series"][0]["instance"][0]["sopClass"]["code"] == "UNK");
    const auto report = rig.resources("out", "DiagnosticReport").at(0);
    CHECK_FALSE(report.contains("conclusion"));
    CHECK_FALSE(report.contains("conclusionCode"));
    CHECK(rig.resources("out", "Condition").empty());
}

TEST_CASE("a patient who moved has each home with its days", "[threads]") {
    FhirRig rig;
    rig.append_studies(0, 1);
    const auto id = rig.value("select min(patient_id) from ods.patients");
    const auto from = std::chrono::year{2015} / std::chrono::March / std::chrono::day{1};
    store::move_patient(rig.sql(), id, from, "Elche", "2026-01-01");
    rig.run("out");
    const auto patient = rig.resources("out", "Patient").at(0);
    CHECK(patient["identifier"][0]["value"] == id);
    REQUIRE(patient["address"].size() == 2);
    CHECK(patient["address"][0]["period"]["end"] == "2015-03-01");
    CHECK(patient["address"][1]["text"] == "Elche");
    CHECK(patient["address"][1]["period"]["start"] == "2015-03-01");
}

TEST_CASE("a study of a feed without dates is exported without one", "[threads]") {
    FhirRig rig;
    rig.append_studies(0, 2);
    rig.sql().script("take the dates for a rule",
                     "insert into ingest.undated_feeds values ('padchest', '2014-09-15')");
    rig.run("undated");
    for (const auto* type : {"Encounter", "ImagingStudy", "DiagnosticReport", "Condition", "Observation"})
        CHECK(rig.resources("undated", type).at(0).dump().find("2014-09-15") == std::string::npos);
    CHECK_FALSE(rig.resources("undated", "Encounter").at(0).contains("period"));
    rig.sql().script("they have dates", "delete from ingest.undated_feeds");
    rig.run("dated");
    CHECK(rig.resources("dated", "Encounter").at(0)["period"]["start"] == "2014-09-15");
}
