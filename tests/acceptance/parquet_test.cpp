// The views for training as Parquet (scripts/export-parquet), read back by DuckDB, which shares no code with
// the writer. Skipped where the packages cannot be had.

#include "operation/reported_images.h"
#include "simulator/feed.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/shell.h"

#include <catch2/catch.hpp>

#include <sstream>

using namespace padchestd;
using namespace padchestd::tests;
using Catch::Contains;

namespace {

std::string quoted(const std::string& text) {
    return "'" + text + "'";
}

ShellEnd export_parquet(const IngestRig& rig, const std::string& options = "") {
    return shell(rig.folder, quoted(source("scripts/export-parquet").string()) + " --conninfo " +
                                 quoted(rig.database.conninfo()) + " --output " +
                                 quoted((rig.folder / "parquet").string()) + " " + options);
}

std::string read_back(const IngestRig& rig, const std::string& view) {
    const auto end = shell(rig.folder, quoted(source("tests/acceptance/read-parquet").string()) + " " +
                                           quoted((rig.folder / "parquet" / (view + ".parquet")).string()));
    REQUIRE(end.well);
    return end.output;
}

// As read-parquet prints it; `columns`: expressions, and their types for the first line.
std::string in_database(IngestRig& rig, const std::string& view, const std::string& head,
                        const std::vector<std::string>& columns) {
    std::string cells;
    for (const auto& column : columns)
        cells += (cells.empty() ? "" : " || E'\\t' || ") + ("coalesce((" + column + ")::text, '\\N')");
    return head + "\n" +
           rig.value("select string_agg(line || E'\\n', '' order by line collate \"C\") from (select " +
                     cells + " as line from analytics." + view + ") as lines");
}

bool cannot_be_had(const ShellEnd& end) {
    return end.output.find("cannot be had") != std::string::npos;
}

} // namespace

TEST_CASE("views for training are the same in Parquet as in the database, read by another reader") {
    IngestRig rig;
    simulator::FeedGenerator generator({.encounters = 300, .images_per_study = 1.5, .seed = 12});
    std::string feed(simulator::FeedGenerator::header());
    for (std::string record; generator.next(record);) feed += record;
    feed += feed_line({.image = "1_a.png", .study = "1", .report_id = "1", .labels = "['']"});
    feed += feed_line(
        {.image = "2_\"a,b\".png", .study = "2", .report_id = "2", .labels = "['caf\u00e9, or \"x\"']"});
    feed += feed_line({.image = "3_a.png", .study = "3", .report_id = "", .report = ""});
    rig.replace(feed);
    rig.settle();
    std::istringstream missing("1_a.png\n");
    (void)operation::report_images(rig.sql(), missing, operation::ListIs::an_addition, rig.clock);

    const auto exported = export_parquet(rig, "--rows 100");
    if (cannot_be_had(exported)) return skip("Parquet cannot be tried: pyarrow cannot be had from PyPI");
    INFO(exported.output);
    REQUIRE(exported.well);
    CHECK(read_back(rig, "label_matrix") ==
          in_database(rig, "label_matrix",
                      "encounter_id VARCHAR, diagnosis_code VARCHAR, description VARCHAR, kind VARCHAR, "
                      "label_method VARCHAR",
                      {"encounter_id", "diagnosis_code", "description", "kind", "label_method"}));
    CHECK(read_back(rig, "split") ==
          in_database(rig, "split", "encounter_id VARCHAR, split VARCHAR, split_by VARCHAR, seed VARCHAR",
                      {"encounter_id", "split", "split_by", "seed"}));
    CHECK(read_back(rig, "image_list") ==
          in_database(rig, "image_list",
                      "encounter_id VARCHAR, procedure_id VARCHAR, modality VARCHAR, projection VARCHAR, "
                      "view_position VARCHAR, problem VARCHAR, reported_at TIMESTAMP WITH TIME ZONE",
                      {"encounter_id", "procedure_id", "modality", "projection", "view_position", "problem",
                       "(extract(epoch from reported_at) * 1000000)::bigint"}));

    SECTION("types, an empty text, NULL, quotes and line ends") {
        rig.sql().script("make a view",
                         "create view analytics.awkward as select * from (values "
                         "('', 1::smallint, 2::bigint, true, date '2014-02-28', 0.1::float8), "
                         "(null, null, null, null, null, null), "
                         "(E'a\\n\"b\",c\\td', '-1', 9007199254740993, false, '1980-01-01', 1e300)) "
                         "as v (word, small, large, flag, day, share)");
        REQUIRE(export_parquet(rig, "--view awkward").well);
        CHECK(read_back(rig, "awkward") ==
              "word VARCHAR, small SMALLINT, large BIGINT, flag BOOLEAN, day DATE, share DOUBLE\n"
              "\t1\t2\ttrue\t2014-02-28\t0.1\n"
              "\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n"
              "a\n\"b\",c\td\t-1\t9007199254740993\tfalse\t1980-01-01\t1e+300\n");
    }
    SECTION("an empty view") {
        rig.sql().script("make a view",
                         "create view analytics.nothing as select 'x'::text as word where false");
        REQUIRE(export_parquet(rig, "--view nothing").well);
        CHECK(read_back(rig, "nothing") == "word VARCHAR\n");
    }
    SECTION("a view that is not there, and a type that has no place, leave the older file") {
        const auto before = read_file(rig.folder / "parquet/split.parquet");
        const auto unknown = export_parquet(rig, "--view nowhere");
        CHECK_FALSE(unknown.well);
        CHECK_THAT(unknown.output, Contains("no view analytics.nowhere") && Contains("hint:"));
        rig.sql().script("make a view",
                         "create or replace view analytics.boxed as select point(1, 2) as place");
        CHECK_THAT(export_parquet(rig, "--view boxed").output, Contains("type point"));
        rig.sql().script("break a view",
                         "drop view analytics.split; create view analytics.split as select (1 / (g - "
                         "5000))::integer as one from generate_series(1, 10000) as g");
        const auto refused = export_parquet(rig, "--view split");
        CHECK_FALSE(refused.well);
        CHECK_THAT(refused.output, Contains("division by zero"));
        CHECK(read_file(rig.folder / "parquet/split.parquet") == before);
        for (const auto& entry : std::filesystem::directory_iterator(rig.folder / "parquet"))
            CHECK(entry.path().filename().string().front() != '.');
    }
}
