// The draws of a patient: what each keeps of the feed, what the database holds of a source patient (nothing),
// and the way from one to another.

#include "ingest/session_settings.h"
#include "operation/redraw.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/recovery_proof.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

constexpr const char* kAssigned =
    "select string_agg(encounter_id || ' ' || patient_id, ',' order by encounter_id) "
    "from ods.encounters";

struct Image {
    int study = 0;
    std::string person;
    std::string born = "1950.0";
    std::string sex = "F";
    std::string date = "20140915";
};

// Study ids of four digits, one image each.
std::string draw_line(const Image& one) {
    const auto id = std::to_string(4000 + one.study);
    return feed_line({.image = id + "_1.png",
                      .study = id,
                      .date = one.date,
                      .report_id = id,
                      .patient = one.person,
                      .birth = one.born,
                      .pediatric = "No",
                      .sex = one.sex});
}

// Each person has `person % 4 + 1` studies, far apart in the file.
std::string draw_feed(int people) {
    std::string text = feed_header();
    int study = 0;
    for (int round = 0; round < 4; ++round) {
        for (int person = 0; person < people; ++person) {
            if (person % 4 < round) continue;
            text += draw_line({++study, "770000000" + std::to_string(1000 + person),
                               std::to_string(1930 + person % 80) + ".0", person % 3 == 0 ? "M" : "F",
                               std::to_string(2017 - round) + "0310"});
        }
    }
    return text;
}

void use(IngestRig& rig, config::PatientDraw draw, std::uint64_t count) {
    rig.settings.patients.draw = draw;
    rig.settings.patients.count = count;
}

// By a session of its own, which holds the writer's lock until its end, as the command's does.
operation::RedrawReport redrawn(const IngestRig& rig) {
    pg::Connection connection(ingest::session_options(rig.settings.postgres, "redraw"));
    return operation::redraw(connection, rig.settings, padchest_mapping(), rig.clock);
}

} // namespace

TEST_CASE(
    "the draw by patient gives each source patient one patient of their own, wherever batches are cut") {
    const auto text = draw_feed(60);
    std::string first;
    for (const std::uint64_t rows : {7U, 1000U}) {
        IngestRig rig(Start::empty);
        use(rig, config::PatientDraw::by_patient, 90);
        rig.settings.ingest.batch_rows = rows;
        rig.replace(text);
        rig.settle();
        CHECK(rig.value("select string_agg(studies || ':' || patients, ' ' order by studies) from "
                        "analytics.studies_per_patient_distribution") == "1:15 2:15 3:15 4:15");
        CHECK(rig.value("select distinct patient_draw from analytics.avg_studies_per_patient") ==
              "by_patient");
        CHECK(flaws(rig.sql(), rig.settings) == "");
        CHECK(rig.number("select count(*) from ods.encounters join ods.patients using (patient_id) where "
                         "encounter_date < birth_date") == 0);
        if (first.empty()) first = rig.value(kAssigned);
        CHECK(rig.value(kAssigned) == first);
    }
}

TEST_CASE("a pool that is too small for the draw by patient is reported with the size that is enough") {
    IngestRig rig(Start::empty);
    use(rig, config::PatientDraw::by_patient, 30);
    rig.replace(draw_feed(60));
    const auto problem = problem_of(rig.cycle());
    INFO(problem.what);
    CHECK(problem.exit_code == util::ExitCode::config);
    const auto at = problem.what.find("patients.count: ");
    REQUIRE(at != std::string::npos);
    CHECK(rig.number("select count(*) from ods.encounters") == 0);
    rig.settings.patients.count = std::stoull(problem.what.substr(at + 16));
    CHECK(rig.settings.patients.count < 70);
    rig.restart();
    rig.settle();
    CHECK(rig.number("select count(distinct patient_id) from ods.encounters") == 60);
}

TEST_CASE("the matched draw gives a patient of the same sex within two years of age") {
    IngestRig rig(Start::empty);
    use(rig, config::PatientDraw::matched, 5000);
    std::string text = feed_header();
    for (int i = 0; i < 200; ++i)
        text += draw_line({i, "1", std::to_string(1930 + i % 60) + ".0", i % 2 == 0 ? "F" : "M", "20140915"});
    text += draw_line({300, "1", "", "F", "20140915"}) + draw_line({301, "1", "1950.0", "", "20140915"});
    rig.replace(text);
    rig.settle();
    const auto study = std::string("(encounter_id::int - 4000)");
    CHECK(rig.number("select count(*) from ods.encounters join ods.patients using (patient_id) where " +
                     study + " < 200 and sex = case when " + study +
                     " % 2 = 0 then 'F' else 'M' end and "
                     "abs(extract(year from birth_date) - 1930 - " +
                     study + " % 60) <= 2") == 200);
    CHECK(rig.value("select sex from ods.encounters join ods.patients using (patient_id) where "
                    "encounter_id = '4300'") == "F");
    CHECK(rig.number(
              "select abs(extract(year from birth_date) - 1950) from ods.encounters join ods.patients using "
              "(patient_id) where encounter_id = '4301'") <= 2);
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

TEST_CASE("another draw on a filled store is refused, and a redraw ends with the patients of a fresh load") {
    const auto text = draw_feed(60);
    IngestRig rig(Start::empty);
    rig.settings.patients.count = 90;
    rig.replace(text);
    rig.settle();
    const auto uniform = rig.value(kAssigned);
    rig.restart();
    for (const auto draw :
         {config::PatientDraw::by_patient, config::PatientDraw::matched, config::PatientDraw::uniform}) {
        use(rig, draw, 90);
        const auto refused = problem_of(rig.cycle());
        CHECK(refused.exit_code == util::ExitCode::config);
        CHECK(refused.hint.find("padchestd redraw") != std::string::npos);
        rig.restart();
        const auto report = redrawn(rig);
        CHECK(report.encounters == 150);
        CHECK(report.unread == 0);
        CHECK(redrawn(rig).changed == 0);
        rig.settle();
        CHECK(flaws(rig.sql(), rig.settings) == "");
        IngestRig fresh(Start::empty);
        use(fresh, draw, 90);
        fresh.replace(text);
        fresh.settle();
        CHECK(rig.value(kAssigned) == fresh.value(kAssigned));
        rig.restart();
    }
    CHECK(rig.value(kAssigned) == uniform);
}

TEST_CASE("under no draw a source patient's number or birth year is in the database") {
    for (const auto draw : {config::PatientDraw::matched, config::PatientDraw::by_patient}) {
        IngestRig rig(Start::empty);
        use(rig, draw, 90);
        rig.replace(feed_header() + draw_line({1, "98765432109876543210", "1904.0"}) +
                    draw_line({2, "98765432109876543210", "1904.0", "X", "20990101"})); // quarantined
        rig.settle();
        const auto tables = rig.sql().query(
            "list the tables",
            "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in "
            "('ods', 'ingest', 'dwh') and tablename not in ('patients', 'migrations', 'dim_patient', "
            "'patient_moves', 'dim_date')");
        for (const pg::Row row : tables) {
            const std::string table = row["name"].string();
            INFO(table);
            CHECK(rig.number("select count(*) from " + table +
                             " as t where t::text ~ '98765432109876543210|1904'") == 0);
        }
    }
}
