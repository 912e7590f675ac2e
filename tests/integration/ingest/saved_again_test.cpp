// Copies of a feed that another program read and saved again hold the same content: in an empty store, and
// over a store that holds the original, where nothing is written.

#include "operation/audit.h"
#include "simulator/feed.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/saved_again.h"

#include <catch2/catch.hpp>

#include <regex>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

constexpr std::size_t kAll = 10'000;

std::string original() {
    simulator::FeedGenerator generator(
        {.encounters = 150, .images_per_study = 1.5, .seed = 5, .bad_records = 0});
    std::string text(simulator::FeedGenerator::header());
    for (std::string record; generator.next(record);) text += record;
    return text;
}

} // namespace

TEST_CASE("a copy that was saved again gives the store of the original, and audit reads it") {
    IngestRig plain;
    plain.replace(original());
    plain.settle();
    REQUIRE(plain.number("select count(*) from ods.encounters") == 150);
    for (const auto& copy : saved_copies(original(), kAll)) {
        CAPTURE(copy.name);
        IngestRig rig;
        rig.replace(copy.text);
        rig.settle();
        CHECK(rig.value("select string_agg(distinct reason || column_name, chr(32)) from "
                        "ingest.quarantine") == "");
        CHECK(content_without_sources(rig.sql()) == content_without_sources(plain.sql()));
        CHECK(operation::audit(rig.sql(), rig.settings, padchest_mapping()).differences.empty());
    }
}

TEST_CASE("a copy that was saved again, in the place of the original, rewrites no row") {
    for (const auto& copy : saved_copies(original(), kAll)) {
        CAPTURE(copy.name);
        IngestRig rig;
        rig.replace(original());
        rig.settle();
        const auto before = rig.row_versions({"ods", "dwh"});
        rig.replace(copy.text);
        rig.settle();
        CHECK(rig.number("select generation from ingest.checkpoint") == 2);
        CHECK(rig.number("select sum(unchanged_records) from ingest.batches where generation = 2") ==
              rig.number("select count(*) from ods.procedures"));
        CHECK(rig.row_versions({"ods", "dwh"}) == before);
    }
}

TEST_CASE("ids that a spreadsheet rounded stop the feed by name, and nothing is written") {
    IngestRig rig;
    rig.replace(std::regex_replace(saved_copies(original(), kAll)[2].text, std::regex("\\b[0-9]{21,}\\b"),
                                   "1,35E+44"));
    const auto report = rig.cycle();
    INFO(problem_of(report).what << problem_of(report).hint);
    CHECK(problem_of(report).exit_code == util::ExitCode::data);
    CHECK(problem_of(report).what.find("StudyID is a rounded number") != std::string::npos);
    CHECK(rig.number("select count(*) from ods.encounters") == 0);
}
