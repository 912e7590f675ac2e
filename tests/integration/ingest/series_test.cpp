// A feed of several files that a pattern names: read in the order of their names, each a generation.

#include "ingest/session_settings.h"
#include "integration/ingest/series.h"
#include "operation/plan.h"
#include "operation/redraw.h"
#include "operation/validation.h"
#include "simulator/feed.h"
#include "store/state_file.h"
#include "support/packing.h"
#include "support/recovery_proof.h"
#include "support/saved_again.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using Catch::Contains;
using ingest::CycleState;

namespace {

std::vector<std::string> made_up_records(std::uint64_t encounters) {
    simulator::FeedGenerator generator({.encounters = encounters, .images_per_study = 2, .seed = 5});
    std::vector<std::string> records;
    for (std::string record; generator.next(record);) records.push_back(record);
    return records;
}

// Records [from, to) in thirds of the whole, under a header.
std::string part(const std::vector<std::string>& records, std::size_t which, std::size_t parts) {
    std::string text(simulator::FeedGenerator::header());
    for (std::size_t i = which * records.size() / parts; i < (which + 1) * records.size() / parts; ++i)
        text += records[i];
    return text;
}

} // namespace

TEST_CASE("files of a pattern are read in the order of their names, each a generation, to the content of one "
          "file") {
    const auto records = made_up_records(120);
    std::string whole(simulator::FeedGenerator::header());
    for (const auto& record : records) whole += record;
    IngestRig plain;
    plain.replace(whole);
    plain.settle();

    Series rig;
    rig.write("part-3.csv.zst", zstd(part(records, 2, 3)));
    rig.write("part-1.csv", part(records, 0, 3));
    rig.write("part-2.csv.gz", gzip(part(records, 1, 3)));
    rig.write("other.csv", "no feed");
    rig.write(".part-0.csv", "being copied");
    rig.write("part-0.csv", "");
    std::filesystem::create_directory(rig.folder / "part-9.csv");
    const auto report = rig.cycle();
    CHECK(what(report) == "");
    CHECK(report.records == static_cast<std::int64_t>(records.size()));
    CHECK(rig.files() == "part-1.csv first, part-2.csv.gz next_file, part-3.csv.zst next_file");
    CHECK(content_without_sources(rig.sql()) == content_without_sources(plain.sql()));

    const auto checkpoint = *store::read_checkpoint(rig.sql(), rig.settings.feed.name);
    CHECK(checkpoint.file == "part-3.csv.zst");
    CHECK(checkpoint.read_to_end);
    CHECK(store::compare_state_file(rig.settings.state.file, rig.settings.feed.name, checkpoint) ==
          store::StateFile::agrees);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    const auto audited = rig.audited();
    CHECK(audited.files_read == 3);
    CHECK(audited.feed_records == static_cast<std::int64_t>(records.size()));
    const auto status = rig.status();
    CHECK(status.feed.file == "part-3.csv.zst");
    CHECK(status.feed.lag_bytes == 0);

    const auto before = rig.row_versions({"ods", "ingest", "dwh"});
    rig.restart();
    CHECK(rig.cycle().state == CycleState::idle);
    CHECK(rig.row_versions({"ods", "ingest", "dwh"}) == before);
}

TEST_CASE("the last file of a pattern may grow, and a study's later records come from a later file") {
    Series rig;
    rig.write("part-1.csv", images(0, 10));
    rig.settle();
    append_file(rig.folder / "part-1.csv", images(10, 12).substr(feed_header().size()));
    rig.settle();
    CHECK(rig.studies() == 12);
    CHECK(rig.files() == "part-1.csv first");
    rig.write("part-2.csv", feed_header() + feed_line({.image = "9003_b.png",
                                                       .study = "9003",
                                                       .date = "20151231",
                                                       .report_id = "9003",
                                                       .labels = "['pneumonia']"}));
    rig.settle();
    CHECK(rig.files() == "part-1.csv first, part-2.csv next_file");
    CHECK(rig.number("select count(*) from ods.procedures where encounter_id = '9003'") == 2);
    CHECK(rig.value("select encounter_date from ods.encounters where encounter_id = '9003'") == "2015-12-31");
    CHECK(rig.value("select string_agg(diagnosis_code, ',') from ods.encounter_diagnoses where encounter_id "
                    "= '9003'") == "pneumonia");
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

TEST_CASE("a file of a series that was left is not read again, and audit finds what was changed in it") {
    Series rig;
    rig.write("part-1.csv", images(0, 10));
    rig.write("part-2.csv", images(10, 20));
    rig.settle();
    auto text = images(0, 10);
    text.replace(text.find("20140915"), 8, "20150915");
    rig.write("part-1.csv", text);
    rig.restart();
    CHECK(rig.cycle().state == CycleState::idle);
    CHECK(rig.value("select max(encounter_date) from ods.encounters") == "2014-09-15");
    const auto report = rig.audited();
    REQUIRE(report.differences.size() == 1);
    CHECK_THAT(report.differences[0], Contains("no longer holds what was read"));
}

TEST_CASE("the last file of a series that is replaced is read again as its next generation") {
    Series rig;
    rig.write("part-1.csv", images(0, 10));
    rig.write("part-2.csv", images(10, 20));
    rig.settle();
    rig.write("part-2.csv", images(12, 18));
    rig.write("part-3.csv", images(20, 25));
    rig.settle();
    CHECK(rig.files() == "part-1.csv first, part-2.csv next_file, part-2.csv shrunk, part-3.csv next_file");
    CHECK(rig.studies() == 25);
    CHECK(rig.audited().files_read == 3);
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

TEST_CASE("a plan over a series is what the run then does") {
    Series rig;
    rig.write("part-1.csv", images(0, 60));
    rig.settle();
    append_file(rig.folder / "part-1.csv", images(60, 70).substr(feed_header().size()));
    rig.write("part-2.csv", images(50, 80));
    rig.write("part-3.csv", images(80, 90));
    const auto before = rig.row_versions({"ods", "ingest", "dwh"});
    const auto plan = operation::make_plan(rig.sql(), rig.settings, padchest_mapping(), rig.clock);
    CHECK(rig.row_versions({"ods", "ingest", "dwh"}) == before);
    const auto report = rig.cycle();
    CHECK(plan.further_files == 2);
    CHECK(plan.records == report.records);
    CHECK(plan.batches == report.batches);
    CHECK(plan.new_records + plan.changed_records == report.loaded);
    CHECK(plan.unchanged == report.unchanged);
    CHECK(plan.inserted == report.inserted);
    CHECK(plan.updated == report.updated);
    CHECK(plan.to == static_cast<std::uint64_t>(rig.number("select byte_offset from ingest.checkpoint")));
    CHECK(plan.lag_bytes == 0);
}

TEST_CASE("a first load of a series ends before its second file, in one cycle", "[threads]") {
    Series rig;
    rig.settings.ingest.first_load_bytes = 1;
    rig.write("part-1.csv", images(0, 60));
    rig.write("part-2.csv", images(60, 90));
    const auto report = rig.cycle();
    CHECK(what(report) == "");
    CHECK(rig.studies() == 90);
    CHECK(rig.number("select count(*) from ingest.deferred_objects") == 0);
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

TEST_CASE("a redraw reads every file of a series, and the draw by patient counts the people of all") {
    const auto records = made_up_records(60);
    IngestRig plain;
    plain.settings.patients.draw = config::PatientDraw::matched;
    std::string whole(simulator::FeedGenerator::header());
    for (const auto& record : records) whole += record;
    plain.replace(whole);
    plain.settle();

    Series rig;
    for (std::size_t i = 0; i < 3; ++i) rig.write("part-" + std::to_string(i) + ".csv", part(records, i, 3));
    rig.settle();
    rig.restart();
    rig.settings.patients.draw = config::PatientDraw::matched;
    pg::Connection connection(ingest::session_options(rig.settings.postgres, "redraw"));
    const auto report = operation::redraw(connection, rig.settings, padchest_mapping(), rig.clock);
    CHECK(report.unread == 0);
    const std::string patients = "select string_agg(encounter_id || patient_id, ',' order by encounter_id) "
                                 "from ods.encounters";
    CHECK(rig.value(patients) == plain.value(patients));
}

TEST_CASE("expectations of a feed of several files are refused") {
    Series rig;
    rig.write("part-1.csv", images(0, 10));
    rig.settle();
    CHECK(operation::present_figures(rig.sql(), rig.settings).bytes == images(0, 10).size());
    rig.write("part-2.csv", images(10, 20));
    rig.settle();
    CHECK_THROWS_WITH(operation::present_figures(rig.sql(), rig.settings), Contains("2 files"));
    CHECK(operation::validate(rig.sql(), rig.settings, {}, {}).failed() == 0);
}

TEST_CASE("a plain feed that becomes the first file of a pattern is read on") {
    IngestRig rig;
    rig.settings.feed.path = rig.folder / "part-1.csv";
    rig.append(images(0, 10));
    rig.settle();
    rig.restart();
    rig.append(images(10, 12).substr(feed_header().size()));
    rig.settings.feed.path = rig.folder / "part-*.csv";
    write_file(rig.folder / "part-2.csv", images(12, 20));
    rig.settle();
    CHECK(rig.number("select count(*) from ods.encounters") == 20);
    CHECK(rig.number("select generation from ingest.checkpoint") == 2);
}
