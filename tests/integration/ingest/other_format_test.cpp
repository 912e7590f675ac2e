// A feed that is not PadChest's goes the same way: everything that differs is in its mapping.

#include "operation/audit.h"
#include "operation/replay.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

constexpr const char* kFeed = "day,exam,image,findings\n"
                              "2014-09-15,e1,i1,opacity|nodule\n"
                              "2014-09-16,e2,i2,clear\n"
                              "no day,e3,i3,clear\n"
                              "2014-09-17,e4,i1,clear\n";

} // namespace

TEST_CASE("a feed of another format reaches store, warehouse and quarantine, and the audit accounts for it") {
    IngestRig rig;
    rig.settings.feed.format = "plain";
    rig.settings.feed.facility = "N1";
    rig.replace(kFeed);
    const auto report = rig.cycle();
    CAPTURE(problem_of(report));
    CHECK(report.state == CycleState::worked);
    CHECK(report.loaded == 2);
    CHECK(rig.value(
              "select string_agg(concat_ws(':', encounter_id, encounter_date), ' ' order by encounter_id) "
              "from ods.encounters") == "e1:2014-09-15 e2:2014-09-16");
    CHECK(rig.value("select name from ods.facilities") == "Clinic N1");
    CHECK(rig.value("select string_agg(diagnosis_code, ' ' order by diagnosis_code) from ods.diagnoses") ==
          "clear nodule opacity");
    CHECK(rig.value("select string_agg(finding_status, ' ' order by encounter_id) from dwh.fact_encounter") ==
          "finding normal");
    CHECK(rig.value("select string_agg(concat_ws(':', reason, column_name, encounter_id), ' ' order by "
                    "byte_offset) from ingest.quarantine") ==
          "bad_date:day:e3 image_of_two_studies:image:e4");
    const auto audit = operation::audit(rig.sql(), rig.settings, mappings().at("plain"));
    CHECK(audit.differences.empty());
    CHECK(audit.feed_records == 4);

    const auto id = rig.number("select quarantine_id from ingest.quarantine where encounter_id = 'e3'");
    const auto replayed = operation::replay(rig.sql(), id, rig.settings, mappings().at("plain"), rig.clock);
    CHECK(replayed.end == operation::ReplayEnd::rejected);
    CHECK(replayed.column == "day");
}

TEST_CASE("a header that does not fit the format stops the feed with a hint") {
    IngestRig rig;
    rig.replace(kFeed); // feed.format is padchest
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(report.exit_code() == util::ExitCode::data);
}
