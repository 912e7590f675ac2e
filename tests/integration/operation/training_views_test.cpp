// What people who train models read: labels, the split, and which image files are there.

#include "operation/reported_images.h"
#include "support/ingest_rig.h"

#include <catch2/catch.hpp>

#include <sstream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string study(int number, const std::string& labels, const std::string& patient = "") {
    const auto id = std::to_string(7000 + number);
    FeedRow row{.image = id + "_a.png", .study = id, .report_id = id, .labels = labels};
    if (!patient.empty()) row.patient = patient;
    return feed_line(row);
}

std::string list(IngestRig& rig, const std::string& columns, const std::string& view) {
    return rig.value("select string_agg(concat_ws(':', " + columns + "), ' ' order by " + columns +
                     ") from analytics." + view);
}

operation::ReportedImages report(IngestRig& rig, const std::string& lines,
                                 operation::ListIs how = operation::ListIs::an_addition) {
    std::istringstream text(lines);
    return operation::report_images(rig.sql(), text, how, rig.clock);
}

} // namespace

TEST_CASE("the label matrix has a row for each label of a study, one for none, and who labelled") {
    IngestRig rig;
    rig.replace(feed_header() + study(0, "['cardiomegaly', 'pneumonia']") + study(1, "['normal']") +
                study(2, "['']"));
    rig.settle();
    CHECK(list(rig, "encounter_id, diagnosis_code, kind", "label_matrix") ==
          "7000:cardiomegaly:finding 7000:pneumonia:differential 7001:normal:normal "
          "7002:(unlabelled):unlabelled");
    CHECK(rig.value("select string_agg(distinct label_method, ',') from analytics.label_matrix") ==
          "Physician");
    rig.append(feed_line({.image = "7000_b.png",
                          .study = "7000",
                          .report_id = "7777",
                          .label_method = "RNN_model",
                          .labels = "['cardiomegaly', 'pneumonia']"}));
    rig.settle();
    CHECK(rig.value("select min(label_method) from analytics.label_matrix where encounter_id = '7000'") ==
          "Physician+RNN_model");
}

TEST_CASE("the split keeps its shares, and a study its part when others come") {
    IngestRig rig;
    std::string feed = feed_header();
    for (int i = 0; i < 500; ++i) feed += study(i, "['normal']");
    rig.replace(feed);
    rig.settle();
    CHECK(rig.value("select string_agg(distinct split_by || seed, ' ') from analytics.split") == "study1");
    const auto before = list(rig, "encounter_id, split", "split");
    CHECK(rig.number("select count(*) from analytics.split where split = 'train'") > 370);
    CHECK(rig.number("select count(*) from analytics.split where split = 'validation'") > 25);
    CHECK(rig.number("select count(*) from analytics.split where split = 'test'") > 25);
    feed.clear();
    for (int i = 500; i < 600; ++i) feed += study(i, "['normal']");
    rig.append(feed);
    rig.settle();
    const auto of_first = "select string_agg(encounter_id || ':' || split, ' ' order by encounter_id) from "
                          "analytics.split where encounter_id < '7500'";
    CHECK(rig.value(of_first) == before);
    rig.sql().script("another seed", "update ingest.split_rule set seed = '2'");
    CHECK(rig.value(of_first) != before);
    rig.sql().script("all for training", "update ingest.split_rule set train = 1, validation = 0");
    CHECK(rig.value("select string_agg(distinct split, ' ') from analytics.split") == "train");
}

TEST_CASE("by patient, all studies of a person are in one part of the split") {
    IngestRig rig;
    rig.settings.patients.draw = config::PatientDraw::by_patient;
    rig.settings.patients.count = 400;
    std::string feed = feed_header();
    for (int i = 0; i < 300; ++i) feed += study(i, "['normal']", "9800" + std::to_string(i % 60));
    rig.replace(feed);
    rig.settle();
    CHECK(rig.number("select count(*) from ods.encounters") == 300);
    CHECK(rig.value("select string_agg(distinct split_by, ' ') from analytics.split") == "patient");
    const auto parted = "select count(*) from (select patient_id from analytics.split join ods.encounters "
                        "using (encounter_id) group by patient_id having count(distinct split) > 1) as q";
    CHECK(rig.number(parted) == 0);
    CHECK(rig.number("select count(distinct split) from analytics.split") == 3);
    // Proof that the count can find one: by study, people are parted.
    rig.sql().script("as if by study", "update ingest.patient_draw set draw = 'uniform'");
    CHECK(rig.number(parted) > 0);
}

TEST_CASE("reported images are taken line by line, bad lines by position, and a repeat writes nothing") {
    IngestRig rig;
    rig.replace(feed_header() + study(0, "['normal']") + study(1, "['normal']") + study(2, "['normal']"));
    rig.settle();
    const std::string lines =
        "\xEF\xBB\xBF# a list\r\n7000_a.png\r\n\r\n7001_a.png, broken\n7002_a.png\tgone\n"
        "no image\n9999_a.png\n7001_a.png\tmissing";
    const auto first = report(rig, lines);
    CHECK(first.written == 2);
    std::string bad;
    for (const auto& line : first.bad) bad += std::to_string(line.line) + " " + std::string(line.why) + "\n";
    CHECK(bad == "5 no image id, alone or with `missing` or `broken`\n"
                 "6 no image id, alone or with `missing` or `broken`\n"
                 "7 the store has no such image\n");
    CHECK(list(rig, "procedure_id, coalesce(problem, 'there')", "image_list") ==
          "7000_a.png:missing 7001_a.png:missing 7002_a.png:there");
    const auto versions = rig.row_versions({"ingest"});
    const auto again = report(rig, lines);
    CHECK(again.written == 0);
    CHECK(again.unchanged == 2);
    CHECK(rig.row_versions({"ingest"}) == versions);
    CHECK(report(rig, "7002_a.png,gone\n", operation::ListIs::complete).removed == 0);
    const auto complete = report(rig, "7001_a.png,broken\n", operation::ListIs::complete);
    CHECK(complete.written == 1);
    CHECK(complete.removed == 1);
    CHECK(list(rig, "procedure_id, coalesce(problem, 'there')", "image_list") ==
          "7000_a.png:there 7001_a.png:broken 7002_a.png:there");
}
