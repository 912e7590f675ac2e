// Columns that a header has, lacks or names otherwise, as the configuration declares them.

#include "log/event.h"
#include "operation/audit.h"
#include "operation/replay.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/saved_again.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using config::ColumnPolicy;

namespace {

std::string with(std::string text, std::string_view old, std::string_view other) {
    const auto at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), other);
}

std::string records() {
    std::string text;
    for (const char* study : {"9901", "9902", "9903"})
        text += feed_line({.image = std::string(study) + "_a.png", .study = study});
    return text;
}

// With a cell more at the end of each line, header and records.
std::string with_more(std::string text, const std::string& name) {
    std::string longer;
    for (bool first = true; !text.empty(); first = false) {
        const auto end = text.find('\n');
        longer += text.substr(0, end) + ',' + (first ? name : "x") + '\n';
        text.erase(0, end + 1);
    }
    return longer;
}

} // namespace

TEST_CASE("a column with another name is read once it is declared, and refused before") {
    IngestRig plain;
    plain.append(feed_header() + records());
    plain.settle();

    IngestRig rig;
    rig.append(with(with(feed_header(), ",Report,", ",Informe,"), ",StudyID,", ",Estudio,") + records());
    const auto report = rig.cycle();
    CHECK(problem_of(report).exit_code == util::ExitCode::data);
    CHECK(problem_of(report).what.find("Report") != std::string::npos);
    CHECK(rig.number("select count(*) from ods.procedures") == 0);

    rig.settings.feed.renamed_columns = "Informe: Report, Estudio: StudyID";
    rig.restart();
    rig.settle();
    rig.append(feed_line({.image = "9904_a.png", .study = "9904", .date = "20141350"}));
    rig.cycle();
    CHECK(content_without_sources(rig.sql()) == content_without_sources(plain.sql()));
    CHECK(operation::audit(rig.sql(), rig.settings, padchest_mapping()).differences.empty());
    // Quarantine keeps the cells of the column, as it would under the format's name.
    CHECK(rig.value("select encounter_id from ingest.quarantine") == "9904");
    CHECK(rig.number("select count(*) from ingest.quarantine where record like '%sin hallazg%'") == 1);
    const auto id = rig.number("select quarantine_id from ingest.quarantine");
    const auto replayed = operation::replay(rig.sql(), id, rig.settings, padchest_mapping(), rig.clock);
    CHECK(replayed.reason == "bad_date");
}

TEST_CASE("a header that gained a column stops the feed where that is refused, and loses nothing",
          "[threads]") {
    IngestRig rig;
    rig.settings.feed.added_columns = ColumnPolicy::refuse;
    rig.append(feed_header() + records());
    rig.settle();
    const auto before = rig.row_versions({"ods", "ingest", "dwh"});

    const auto more = with_more(
        feed_header() + records() + feed_line({.image = "9904_a.png", .study = "9904"}), "Hospital");
    rig.replace(more);
    const auto report = rig.cycle();
    CHECK(problem_of(report).exit_code == util::ExitCode::data);
    CHECK(problem_of(report).what.find("feed.added_columns refuses: Hospital") != std::string::npos);
    CHECK(rig.row_versions({"ods", "ingest", "dwh"}) == before);

    rig.settings.feed.added_columns = ColumnPolicy::accept;
    rig.restart();
    log::open({.file = rig.folder / "log"});
    rig.settle();
    log::close();
    CHECK(read_file(rig.folder / "log").find("columns_added=Hospital columns_missing=\"\"") !=
          std::string::npos);
    CHECK(rig.number("select generation from ingest.checkpoint") == 2);
    CHECK(rig.number("select count(*) from ods.procedures") == 4);
    CHECK(rig.number("select count(*) from ingest.quarantine") == 0);
}

TEST_CASE("a header that lacks a column the format does not need is refused where that is declared") {
    const auto text = with(feed_header(), ",PatientSex_DICOM,", ",Sexo,") + records();
    IngestRig rig;
    rig.settings.feed.missing_columns = ColumnPolicy::refuse;
    rig.append(text);
    const auto report = rig.cycle();
    CHECK(problem_of(report).exit_code == util::ExitCode::data);
    CHECK(problem_of(report).what.find("PatientSex_DICOM") != std::string::npos);
    CHECK(rig.number("select count(*) from ingest.checkpoint") == 0);

    rig.settings.feed.renamed_columns = "Sexo: PatientSex_DICOM";
    rig.settings.feed.added_columns = ColumnPolicy::refuse;
    rig.restart();
    rig.settle();
    CHECK(rig.number("select count(*) from ods.procedures") == 3);
}
