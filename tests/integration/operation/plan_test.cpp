// The plan against the run that follows it.

#include "operation/plan.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <random>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

using Random = std::mt19937_64;

// One record of a random feed: few studies and images, so that records meet, and one in eight is bad.
std::string random_line(Random& random, const std::string& prefix) {
    const auto pick = [&](int below) { return std::uniform_int_distribution(0, below - 1)(random); };
    FeedRow row;
    row.study = prefix + std::to_string(pick(5));
    row.image = row.study + "_" + std::to_string(pick(3)) + ".png";
    row.rows = std::to_string(1'000 + pick(3));
    row.report_id = std::to_string(4'000'000 + pick(3));
    row.labels = pick(2) == 0 ? "['normal']" : "['pneumonia']";
    switch (pick(16)) {
    case 0:
        row.date = "soon";
        break;
    case 1:
        row.rows = "many";
        break;
    case 2:
        row.date = "18500101"; // nobody of the pool was born by then, or out of range
        break;
    default:
        break;
    }
    return feed_line(row);
}

std::string random_lines(Random& random, const std::string& prefix) {
    std::string lines;
    for (auto left = random() % 25; left > 0; --left) lines += random_line(random, prefix);
    return lines;
}

using Reasons = std::map<std::string, std::int64_t>;

Reasons quarantined_since(IngestRig& rig, long long id) {
    Reasons reasons;
    const auto rows =
        rig.sql().query("count for a test",
                        "select reason, count(*) as count from ingest.quarantine where quarantine_id > $1 "
                        "group by reason",
                        {static_cast<std::int64_t>(id)});
    for (const pg::Row row : rows) reasons[row["reason"].string()] = row["count"].integer();
    return reasons;
}

void compare_plan_with_run(IngestRig& rig) {
    const auto before = rig.row_versions({"ods", "ingest", "dwh"});
    const auto last = rig.number("select coalesce(max(quarantine_id), 0) from ingest.quarantine");
    const auto plan =
        operation::make_plan(rig.sql(), rig.settings, mappings().at(rig.settings.feed.format), rig.clock);
    CHECK(rig.row_versions({"ods", "ingest", "dwh"}) == before);

    rig.restart();
    const auto report = rig.cycle();
    INFO((report.problem ? report.problem->what : "") << '\n' << operation::plan_json(plan));
    CHECK(report.state != ingest::CycleState::degraded);
    CHECK(plan.records == report.records);
    CHECK(plan.batches == report.batches);
    CHECK(plan.new_records + plan.changed_records == report.loaded);
    CHECK(plan.unchanged == report.unchanged);
    CHECK(plan.superseded == report.superseded);
    CHECK(plan.inserted == report.inserted);
    CHECK(plan.updated == report.updated);
    CHECK(plan.rejected == quarantined_since(rig, last));
    const bool paused = plan.would_pause || !plan.paused_reason.empty();
    CHECK(paused == (report.state == ingest::CycleState::paused));
    const auto at = rig.sql().query("read the checkpoint for a test",
                                    "select generation, byte_offset from ingest.checkpoint where feed = $1",
                                    {rig.settings.feed.name});
    CHECK(std::int64_t{plan.generation} == at.only()["generation"].integer());
    CHECK((plan.records == 0 || static_cast<std::int64_t>(plan.to) == at.only()["byte_offset"].integer()));
}

} // namespace

TEST_CASE("a plan writes nothing and equals the run that follows, over random growing and replaced feeds") {
    IngestRig rig;
    Random random(seed());
    const int feeds = long_run() ? 200 : 4;
    for (int feed = 0; feed < feeds; ++feed) {
        rig.restart();
        const std::string prefix = std::to_string(feed) + "x";
        rig.settings.feed.name = "feed" + prefix;
        rig.settings.ingest.batch_rows = 1 + random() % 12;
        rig.settings.ingest.breaker_min_rows = 10;
        rig.replace(feed_header() + random_lines(random, prefix));
        for (int step = 0; step < 4; ++step) {
            compare_plan_with_run(rig);
            if (random() % 4 == 0)
                rig.replace(feed_header() + random_lines(random, prefix));
            else
                rig.append(random_lines(random, prefix));
        }
    }
}

TEST_CASE("a plan on an empty database tells of migrations and patients, and leaves it empty") {
    IngestRig rig(Start::empty);
    rig.replace(feed_header() + feed_line({}) +
                feed_line({.image = "9902_a.png", .study = "9902", .date = "soon"}));
    const auto plan =
        operation::make_plan(rig.sql(), rig.settings, mappings().at(rig.settings.feed.format), rig.clock);
    CHECK(plan.migrations > 5);
    CHECK(plan.patients == 50);
    CHECK(plan.new_generation == "first");
    CHECK(plan.new_records == 1);
    CHECK(plan.rejected == Reasons{{"bad_date", 1}});
    CHECK(rig.number("select count(*) from pg_tables where schemaname in ('ods', 'ingest', 'dwh')") == 0);
    const auto json = nlohmann::json::parse(operation::plan_json(plan));
    CHECK(json.at("new") == 1);
    CHECK(json.at("rejected").at("bad_date") == 1);
    CHECK(json.at("generation") == 1);
}

TEST_CASE("a plan of a paused feed reads nothing, and one of a missing feed ends with no input") {
    IngestRig rig;
    rig.settings.ingest.breaker_min_rows = 2;
    rig.replace(feed_header() + feed_line({.date = "soon"}) + feed_line({.date = "later"}));
    CHECK(operation::make_plan(rig.sql(), rig.settings, mappings().at(rig.settings.feed.format), rig.clock)
              .would_pause);
    REQUIRE(rig.cycle().state == ingest::CycleState::paused);
    const auto plan =
        operation::make_plan(rig.sql(), rig.settings, mappings().at(rig.settings.feed.format), rig.clock);
    CHECK_FALSE(plan.paused_reason.empty());
    CHECK(plan.records == 0);
    std::filesystem::remove(rig.settings.feed.path);
    CHECK_THROWS_WITH(
        operation::make_plan(rig.sql(), rig.settings, mappings().at(rig.settings.feed.format), rig.clock),
        Catch::Contains("no complete header line"));
}
