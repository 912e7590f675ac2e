// An export of what is new since an earlier one: by the ledger's batches, nothing missed.

#include "integration/fhir/fhir_rig.h"
#include "operation/replay.h"
#include "support/mappings.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using Catch::Matchers::Contains;

namespace {

std::string refusal(const std::function<void()>& work) {
    try {
        work();
    } catch (const util::Failure& failure) {
        return failure.what();
    }
    return "";
}

} // namespace

TEST_CASE("an increment holds the studies that were written since, whole, and all people", "[threads]") {
    FhirRig rig;
    rig.append_studies(0, 9);
    rig.run("first");
    rig.append_studies(9, 11);
    rig.append(FhirRig::line(3, "['pneumonia']"));              // other labels
    rig.append(FhirRig::line(5, "['cardiomegaly', 'normal']")); // what is stored already
    rig.append(feed_line({.image = "77007_b.png",               // one more image
                          .study = "77007",
                          .report_id = "5577007",
                          .labels = "['cardiomegaly', 'normal']"}));
    rig.settle();
    rig.run("second", "first");
    CHECK(rig.studies("second") == "3 7 9 10 ");
    CHECK(rig.resources("second", "Patient").size() == rig.resources("first", "Patient").size());
    const auto conditions = rig.resources("second", "Condition");
    REQUIRE(conditions.size() == 4);
    CHECK(conditions[0]["code"]["text"] == "pneumonia");
    // What the study no longer has is not among the targets of its provenance.
    const auto targets = rig.resources("second", "Provenance").at(0)["target"].dump();
    CHECK(targets.find(conditions[0]["id"].get<std::string>()) != std::string::npos);
    CHECK(targets.find("Observation/") == std::string::npos);
    rig.run("third", "second");
    CHECK(rig.studies("third").empty());
}

TEST_CASE("an increment holds what another generation of the feed and what a replay brought", "[threads]") {
    FhirRig rig;
    rig.append_studies(0, 3);
    const auto bad = feed_line({.image = "77050_img.png", .study = "77050", .date = "20141399"});
    rig.append(bad);
    rig.settle();
    REQUIRE(rig.number("select count(*) from ingest.quarantine") == 1);
    rig.run("first");
    rig.replace(feed_header() + FhirRig::line(1, "['pneumonia']") +
                FhirRig::line(2, "['cardiomegaly', 'normal']"));
    rig.settle();
    rig.run("second", "first");
    CHECK(rig.studies("second") == "1 ");
    const auto id = rig.number("select quarantine_id from ingest.quarantine");
    rig.sql().script("mend the record",
                     "update ingest.quarantine set record = replace(record, '20141399', '20141231')");
    const auto replayed =
        operation::replay(rig.sql(), id, rig.settings, mappings().at(rig.settings.feed.format), rig.clock);
    REQUIRE(replayed.end == operation::ReplayEnd::loaded);
    REQUIRE(rig.number("select count(*) from ods.encounters where encounter_id = '77050'") == 1);
    rig.run("third", "second");
    CHECK(rig.studies("third") == "50 ");
}

TEST_CASE("an increment is refused where it could miss something", "[threads]") {
    FhirRig rig;
    rig.append_studies(0, 3);
    rig.run("first");
    SECTION("the pool of patients was changed") {
        rig.sql().script("raise the version",
                         "update ingest.draw_secret set pool_version = pool_version + 1");
        CHECK_THAT(refusal([&] { rig.run("second", "first"); }), Contains("patients were added"));
    }
    SECTION("the store was restored from before that export") {
        rig.sql().script("go back",
                         "update ingest.batches set committed_at = committed_at - interval '1 day'");
        CHECK_THAT(refusal([&] { rig.run("second", "first"); }),
                   Contains("does not hold that export's last batch of the feed padchest"));
    }
    SECTION("another store") {
        rig.sql().script("another secret", "update ingest.draw_secret set secret = sha256(secret)");
        CHECK_THAT(refusal([&] { rig.run("second", "first"); }), Contains("that export is of another store"));
    }
    SECTION("no manifest") {
        write_file(rig.folder / "manifest.json", "{}");
        CHECK_THAT(refusal([&] { rig.run("second", "manifest.json"); }),
                   Contains("is not the manifest of an export"));
        CHECK_THAT(refusal([&] { rig.run("second", "nowhere"); }), Contains("cannot read"));
    }
    CHECK_FALSE(std::filesystem::exists(rig.folder / "second/manifest.json"));
}

TEST_CASE("an increment holds a study that findings make when a finding adds a label to it", "[threads]") {
    FhirRig rig;
    rig.settings.feed.format = "padchest_gr";
    const std::string header = "StudyID,ImageID,label,boxes_count,locations,progression_status,sentence_en,"
                               "sentence_es,StudyDate_DICOM\n";
    const auto finding = [](int study, const std::string& label) {
        const auto id = std::to_string(77'000 + study);
        return id + "," + id + "_img.png," + label + ",0,[],,,," + "20140915\n";
    };
    rig.replace(header + finding(1, "mass") + finding(2, "mass"));
    rig.settle();
    rig.run("first");
    CHECK(rig.studies("first") == "1 2 ");
    rig.append(finding(1, "mass") + finding(2, "nodule"));
    rig.settle();
    rig.run("second", "first");
    CHECK(rig.studies("second") == "2 ");
    CHECK(rig.resources("second", "Condition").size() == 2);
}
