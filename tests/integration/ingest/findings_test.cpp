// PadChest-GR: findings that make a study, that join one, and that give it up to the feed which brings it.

#include "operation/plan.h"
#include "operation/replay.h"
#include "support/findings_feed.h"
#include "support/mappings.h"
#include "support/recovery_proof.h"
#include "support/second_feed.h"

#include <catch2/catch.hpp>

#include <regex>
#include <set>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

const clinical::Mapping& gr_mapping() {
    return mappings().at("padchest_gr");
}

constexpr const char* kHeader =
    "StudyID,ImageID,label,boxes_count,locations,prior_study,progression_status,prior_imageID,sentence_en,"
    "sentence_es,PatientID,PatientBirth,PatientSex_DICOM,StudyDate_DICOM,boxes\n";

struct Line {
    std::string study = "9900";
    std::string image = "9900_a.png";
    std::string label = "pleural effusion";
    std::string progression = "stable";
    std::string date = "20140915";
    std::string count = "1";
};

std::string line(const Line& cells) {
    return cells.study + "," + cells.image + "," + cells.label + "," + cells.count +
           ",\"['loc right']\",990077," + cells.progression + ",990077_z.png,There is " + cells.label +
           ".,Hay derrame: " + cells.label + ".,980000444,1951.0,F," + cells.date +
           ",\"[[0.1, 0.2, 0.3, 0.4]]\"\n";
}

struct GrRig : IngestRig {
    GrRig() { follow_findings(settings); }
};

std::string labels(IngestRig& rig) {
    return rig.value(
        "select string_agg(diagnosis_code, ' ' order by diagnosis_code) from ods.encounter_diagnoses");
}

// Everything that people in the feed's records could be found by.
std::set<std::string> identities(const std::string& feed) {
    std::set<std::string> found;
    const std::regex person("980000[0-9]+");
    for (std::sregex_iterator one(feed.begin(), feed.end(), person), end; one != end; ++one)
        found.insert(one->str());
    const std::regex prior(",(990000[0-9]+),[a-z]*,(990000[0-9]+_0k0000\\.png),");
    for (std::sregex_iterator one(feed.begin(), feed.end(), prior), end; one != end; ++one) {
        found.insert((*one)[1]);
        found.insert((*one)[2]);
    }
    return found;
}

// Every row of every table but the secret, as text.
std::string dump(IngestRig& rig) {
    std::string all;
    const auto tables = rig.sql().query(
        "list tables", "select format('%I.%I', schemaname, tablename) as name from pg_tables where "
                       "schemaname in ('ods', 'ingest', 'dwh') and tablename <> 'draw_secret'");
    for (const auto table : tables)
        all += rig.value("select string_agg(row::text, E'\\n') from " + table["name"].string() + " as row") +
               '\n';
    return all;
}

} // namespace

TEST_CASE("findings alone make studies with their labels, and a new start writes nothing", "[threads]") {
    GrRig rig;
    rig.settings.ingest.batch_rows = 70;
    rig.settings.ingest.first_load_bytes = GENERATE(0, 1); // without keys at first, and with them
    rig.replace(made_up_findings(200, 0.2));
    REQUIRE(rig.cycle().state == CycleState::worked);
    rig.settle();
    CHECK(rig.number("select count(*) from ods.encounters where from_findings") == 200);
    CHECK(rig.number("select count(*) from ods.procedures where from_findings") == 200);
    CHECK(rig.number("select count(*) from ods.findings") > 200);
    CHECK(rig.number("select count(*) from (select encounter_id, diagnosis_code from ods.findings except "
                     "select encounter_id, diagnosis_code from ods.encounter_diagnoses) as lost") == 0);
    CHECK(rig.number("select count(*) from (select encounter_id, diagnosis_code from ods.encounter_diagnoses "
                     "except select encounter_id, diagnosis_code from ods.findings) as surplus") == 0);
    CHECK(rig.number(
              "select count(*) from (select encounter_id, unnest(localizations) from ods.findings except "
              "select encounter_id, localization_code from ods.encounter_localizations) as lost") == 0);
    CHECK(rig.number("select count(distinct concat(reason, column_name)) from ingest.quarantine") == 9);
    CHECK(rig.number("select count(*) from ingest.quarantine where record is not null") == 0);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    const auto before = rig.row_versions({"ods", "dwh"});
    rig.restart();
    CHECK(rig.cycle().state == CycleState::idle);
    CHECK(rig.row_versions({"ods", "dwh"}) == before);
}

TEST_CASE("a finding keeps boxes, progression and the sentences of both languages") {
    GrRig rig;
    rig.replace(kHeader + line({}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(rig.value("select concat_ws('|', encounter_id, procedure_id, feed, diagnosis_code, localizations, "
                    "boxes_count, boxes #>> '{0,2}', progression, has_prior, sentence_en, sentence_es) from "
                    "ods.findings") ==
          "9900|9900_a.png|padchest|pleural-effusion|{right}|1|0.3|stable|t|There is pleural effusion.|Hay "
          "derrame: pleural effusion.");
    rig.append(line({.progression = "improving"}) + line({.label = "mass"}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(
        rig.value("select string_agg(diagnosis_code || ' ' || progression, ',' order by diagnosis_code) from "
                  "ods.findings") == "mass stable,pleural-effusion improving");
    CHECK(labels(rig) == "mass pleural-effusion");
    CHECK(rig.value("select findings_written from ingest.batches order by batch_id desc limit 1") == "2");
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

TEST_CASE("findings beside a PadChest feed: the same store, whichever of the two comes first") {
    constexpr std::uint64_t kStudies = 80;
    IngestRig studies_first;
    studies_first.settings.ingest.max_reject_ratio = 1;
    studies_first.replace(made_up_studies(kStudies));
    REQUIRE(studies_first.cycle().state == CycleState::worked);
    const auto before = studies_first.row_versions({"ods"});
    SecondFeed findings(studies_first);
    follow_findings(findings.settings);
    write_file(findings.settings.feed.path, made_up_findings(kStudies));
    REQUIRE(findings.cycle().state == CycleState::worked);
    auto after = studies_first.row_versions({"ods"});
    CHECK(after.at("ods.findings") != before.at("ods.findings"));
    after["ods.findings"] = before.at("ods.findings");
    after["ods.diagnoses"] = before.at("ods.diagnoses"); // a label that the studies do not have
    after["ods.localizations"] = before.at("ods.localizations");
    CHECK(after == before);
    CHECK(studies_first.number("select count(*) from ods.findings join ods.procedures using (encounter_id, "
                               "procedure_id)") == studies_first.number("select count(*) from ods.findings"));
    CHECK(flaws(studies_first.sql(), studies_first.settings) == "");
    CHECK(flaws(studies_first.sql(), findings.settings) == "");

    GrRig findings_first;
    findings_first.settings.feed.name = "second";
    findings_first.settings.ingest.batch_rows = 30;
    findings_first.replace(made_up_findings(kStudies));
    REQUIRE(findings_first.cycle().state == CycleState::worked);
    SecondFeed studies(findings_first);
    studies.settings.feed.name = "padchest";
    studies.settings.feed.format = "padchest";
    write_file(studies.settings.feed.path, made_up_studies(kStudies));
    REQUIRE(studies.cycle().state == CycleState::worked);
    CHECK(findings_first.number("select count(*) from ods.encounters where from_findings or feed <> "
                                "'padchest'") == 0);
    CHECK(findings_first.number("select count(*) from ods.procedures where from_findings") == 0);
    CHECK(findings_first.number("select count(*) from ingest.quarantine") == 0);
    CHECK(differences(findings_first.store_content(), studies_first.store_content()) == "");
    CHECK(flaws(findings_first.sql(), findings_first.settings) == "");
    CHECK(flaws(findings_first.sql(), studies.settings) == "");

    const auto written = findings_first.row_versions({"ods", "dwh"});
    findings_first.restart();
    CHECK(findings_first.cycle().state == CycleState::idle);
    studies.restart();
    CHECK(studies.cycle().state == CycleState::idle);
    CHECK(findings_first.row_versions({"ods", "dwh"}) == written);
}

TEST_CASE("a study without labels that is taken over loses those of its findings") {
    GrRig rig;
    rig.replace(kHeader + line({}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    REQUIRE(labels(rig) == "pleural-effusion");
    SecondFeed studies(rig);
    studies.settings.feed.format = "padchest";
    studies.settings.feed.facility = "OTHER";
    write_file(studies.settings.feed.path,
               feed_header() +
                   feed_line({.image = "9900_a.png", .study = "9900", .report_id = "1", .labels = "nan"}));
    REQUIRE(studies.cycle().state == CycleState::worked);
    CHECK(labels(rig).empty());
    CHECK(rig.value("select concat_ws(' ', feed, facility_id, from_findings) from ods.encounters") ==
          "second OTHER f");
    CHECK(rig.value("select concat_ws(' ', projection is not null, from_findings) from ods.procedures") ==
          "t f");
    CHECK(rig.number("select count(*) from ods.findings") == 1);
    rig.append(line({.label = "mass"}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(labels(rig).empty());
    CHECK(rig.number("select count(*) from ods.findings") == 2);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    CHECK(flaws(rig.sql(), studies.settings) == "");
}

TEST_CASE("a finding of an image of another study, or of another feed's finding, is quarantined") {
    GrRig rig;
    rig.replace(kHeader + line({}) + line({.study = "9901"}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(rig.value("select concat_ws(' ', reason, column_name, encounter_id) from ingest.quarantine") ==
          "image_of_two_studies ImageID 9901");
    SecondFeed other(rig);
    write_file(other.settings.feed.path, kHeader + line({}));
    REQUIRE(other.cycle().state == CycleState::worked);
    CHECK(rig.value(
              "select concat_ws(' ', reason, column_name) from ingest.quarantine where feed = 'second'") ==
          "study_of_other_feed StudyID");
    CHECK(flaws(rig.sql(), rig.settings) == "");
    CHECK(flaws(rig.sql(), other.settings) == "");
}

TEST_CASE("nobody who is in a table of findings is in the database, nor which study came before") {
    GrRig rig;
    const std::string feed = made_up_findings(60, 0.3);
    rig.replace(feed);
    REQUIRE(rig.cycle().state == CycleState::worked);
    REQUIRE(rig.number("select count(*) from ingest.quarantine") > 0);
    const auto content = dump(rig);
    const auto wanted = identities(feed);
    REQUIRE(wanted.size() > 60);
    for (const auto& identity : wanted) {
        INFO(identity);
        CHECK(content.find(identity) == std::string::npos);
        CHECK(content.find(util::hex(util::content_hash(identity))) == std::string::npos);
    }
    CHECK(content.find("1951.0") == std::string::npos);
    note_proof(
        "every patient and every earlier study of a made-up PadChest-GR table searched for in a dump, as "
        "text and by its hash",
        static_cast<std::int64_t>(wanted.size()), "none is found", kTriedToGetIdentitiesOut);
}

TEST_CASE(
    "a finding that the database refused is loaded from the feed by a replay, and none over a newer one") {
    GrRig rig;
    rig.sql().script("refuse one",
                     "alter table ods.findings add constraint none check (progression <> 'odd')");
    rig.replace(kHeader + line({.progression = "odd"}) + line({.label = "mass", .progression = "odd"}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    rig.append(line({.progression = "new"}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(rig.value("select string_agg(concat_ws(' ', reason, encounter_id), ',') from ingest.quarantine") ==
          "refused_by_database 9900,refused_by_database 9900");
    rig.sql().script("allow it", "alter table ods.findings drop constraint none");
    CHECK(operation::replay(rig.sql(), 1, rig.settings, gr_mapping(), rig.clock).end ==
          operation::ReplayEnd::superseded);
    CHECK(operation::replay(rig.sql(), 2, rig.settings, gr_mapping(), rig.clock).end ==
          operation::ReplayEnd::loaded);
    CHECK(
        rig.value("select string_agg(diagnosis_code || ' ' || progression, ',' order by diagnosis_code) from "
                  "ods.findings") == "mass odd,pleural-effusion new");
    CHECK(labels(rig) == "mass pleural-effusion");
    rig.settle();
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

TEST_CASE("a plan of findings equals what the run then does") {
    GrRig rig;
    rig.settings.ingest.batch_rows = 30;
    const auto feed = made_up_findings(50);
    rig.replace(feed);
    rig.append(feed.substr(feed.find('\n') + 1)); // again, in later batches
    const auto plan = operation::make_plan(rig.sql(), rig.settings, gr_mapping(), rig.clock);
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(plan.unchanged == rig.number("select sum(unchanged_records) from ingest.batches"));
    CHECK(plan.unchanged > plan.records / 2);
    CHECK(plan.inserted == rig.number("select (select count(*) from ods.encounters) + (select count(*) from "
                                      "ods.procedures) + (select count(*) from ods.findings)"));
    CHECK(operation::make_plan(rig.sql(), rig.settings, gr_mapping(), rig.clock).records == 0);
}

TEST_CASE("a finding whose row was changed by hand is what an audit reports") {
    GrRig rig;
    rig.replace(kHeader + line({}));
    REQUIRE(rig.cycle().state == CycleState::worked);
    rig.sql().script("meddle", "delete from ods.findings");
    CHECK(flaws(rig.sql(), rig.settings).find("the store's finding is not this record's") !=
          std::string::npos);
}
