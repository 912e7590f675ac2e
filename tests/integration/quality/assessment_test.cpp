// A run of the checks: what is stored of it, who passes, and what is kept.

#include "pg/error.h"
#include "quality/assessment.h"
#include "quality/check.h"
#include "support/ingest_rig.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

struct Assessed : IngestRig {
    // A hundred studies, of which `unlabelled` have no label.
    explicit Assessed(int unlabelled) {
        std::string text = feed_header();
        for (int i = 0; i < 100; ++i) {
            const auto id = std::to_string(8000 + i);
            text += feed_line({.image = id + "_a.png",
                               .study = id,
                               .report_id = id,
                               .labels = i < unlabelled ? "[]" : "['cardiomegaly']"});
        }
        replace(text);
        settle();
    }
    quality::Assessment assess() { return quality::assess(sql(), thresholds, settings.feed.name, clock); }

    quality::Thresholds thresholds = quality::read_thresholds({});
};

std::string failed(const quality::Assessment& assessment) {
    std::string names;
    for (const auto& result : assessment.results)
        if (!result.passed) names += result.name + " ";
    return names;
}

} // namespace

TEST_CASE("a run is stored with its batch, check by check, and analysts see the shares") {
    Assessed rig(3);
    const auto first = rig.assess();
    CHECK(first.run == 1);
    CHECK(first.batch == 1);
    CHECK(first.results.size() == quality::checks().size());
    CHECK(failed(first) == "encounters_without_label ");
    CHECK(first.failed() == 1);
    CHECK(
        rig.number("select count(*) from ingest.quality_results where batch_id = 1 and feed = 'padchest'") ==
        static_cast<long long>(quality::checks().size()));
    CHECK(rig.value("select concat_ws(' ', check_name, category, checked_rows, failing_rows, failing_share, "
                    "threshold) "
                    "from analytics.quality_results where not passed") ==
          "encounters_without_label completeness 100 3 0.03 0.02");
    rig.append(feed_line({.image = "8100_a.png", .study = "8100"}));
    rig.settle();
    const auto second = rig.assess();
    CHECK(second.run == 2);
    CHECK(second.batch == 2);
}

TEST_CASE("a share that is exactly the threshold passes, a row more does not") {
    Assessed rig(29);
    rig.thresholds.at("encounters_without_label") = 0.29; // 0.29 * 100 is 28.999… as a double
    CHECK(failed(rig.assess()).empty());
    rig.thresholds.at("encounters_without_label") = 0.28;
    CHECK(failed(rig.assess()) == "encounters_without_label ");
}

TEST_CASE("a check that is off is not run, and an empty store fails nothing") {
    Assessed rig(3);
    rig.thresholds.at("encounters_without_label").reset();
    const auto result = rig.assess();
    CHECK(result.results.size() == quality::checks().size() - 1);
    CHECK(result.failed() == 0);
    for (auto& [name, threshold] : rig.thresholds) threshold.reset();
    CHECK(rig.assess().results.empty());

    IngestRig empty;
    const auto nothing = quality::assess(empty.sql(), quality::read_thresholds({}), "padchest", empty.clock);
    CHECK(nothing.failed() == 0);
    CHECK(nothing.batch == std::nullopt);
}

TEST_CASE("the last thousand runs are kept") {
    Assessed rig(0);
    CHECK(rig.assess().run == 1);
    rig.sql().script(
        "as if many ran",
        "update ingest.quality_results set run_id = 2; insert into ingest.quality_results (run_id, "
        "check_name, "
        "category, feed, checked_at, checked_rows, failing_rows, threshold) "
        "select n, 'old', 'completeness', 'padchest', now(), 1, 0, 0 from generate_series(1, 1001) as n");
    CHECK(rig.assess().run == 1002);
    CHECK(rig.number("select min(run_id) from ingest.quality_results") == 3);
    CHECK(rig.number("select count(distinct run_id) from ingest.quality_results") == 1000);
}

TEST_CASE("where a check cannot be run, nothing is stored") {
    Assessed rig(0);
    rig.sql().script("take a table away", "alter table dwh.dim_date rename to elsewhere");
    CHECK_THROWS_AS(rig.assess(), pg::Error);
    CHECK(rig.number("select count(*) from ingest.quality_results") == 0);
}
