// The checks as the daemon runs them: when, and what becomes of their trouble.

#include "quality/check.h"
#include "support/ingest_rig.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using namespace std::chrono_literals;

namespace {

struct Checked : IngestRig {
    Checked() {
        settings.quality.every = 24h;
        settings.dashboard.file = folder / "page.html";
        replace(feed_header() + feed_line({.image = "8000_a.png", .study = "8000"}));
    }
    long long runs() { return number("select count(distinct run_id) from ingest.quality_results"); }
    // The number of runs that the page shows.
    std::size_t shown() {
        const auto page = read_file(settings.dashboard.file);
        constexpr std::string_view kBegin = R"(<script id="model" type="application/json">)";
        const auto begin = page.find(kBegin) + kBegin.size();
        const auto model = nlohmann::json::parse(page.substr(begin, page.find("</script>", begin) - begin));
        return model["quality_runs"]["runs"].size();
    }
};

} // namespace

TEST_CASE_METHOD(Checked, "the daemon checks the data once every quality.every, over restarts too") {
    CHECK(cycle().state == ingest::CycleState::worked);
    CHECK(runs() == 1);
    CHECK(number("select count(*) from ingest.quality_results") ==
          static_cast<long long>(quality::checks().size()));
    CHECK(cycle().state == ingest::CycleState::idle);
    restart();
    clock.advance(23h);
    CHECK(cycle().state == ingest::CycleState::idle);
    CHECK(runs() == 1);
    clock.advance(1h);
    CHECK(cycle().state == ingest::CycleState::idle);
    CHECK(runs() == 2);
}

TEST_CASE_METHOD(Checked, "the daemon checks nothing where quality.every is 0, and before there is a study") {
    replace("");
    CHECK(cycle().state != ingest::CycleState::degraded);
    CHECK(runs() == 0);
    replace(feed_header() + feed_line({.image = "8000_a.png", .study = "8000"}));
    settings.quality.every = 0h;
    restart();
    settle();
    CHECK(runs() == 0);
}

TEST_CASE_METHOD(Checked, "a page is written again when a run was added, by the daemon or by hand") {
    settle();
    CHECK(shown() == 1);
    clock.advance(25h);
    CHECK(cycle().state == ingest::CycleState::idle);
    CHECK(shown() == 2);
    sql().script("a run by hand", "insert into ingest.quality_results (run_id, check_name, category, feed, "
                                  "checked_at, checked_rows, failing_rows, threshold) select 3, check_name, "
                                  "category, feed, checked_at, checked_rows, failing_rows, threshold "
                                  "from ingest.quality_results where run_id = 2");
    (void)cycle();
    CHECK(shown() == 3);
}

TEST_CASE_METHOD(Checked, "checks that cannot be run stop nothing, and are tried again after an hour") {
    settings.quality.thresholds = folder / "thresholds.yaml";
    write_file(settings.quality.thresholds, "completeness: nonsense\n");
    CHECK(cycle().state == ingest::CycleState::worked);
    CHECK(runs() == 0);
    write_file(settings.quality.thresholds, "completeness:\n  encounters_without_label: 1\n");
    CHECK(cycle().state == ingest::CycleState::idle);
    CHECK(runs() == 0);
    clock.advance(1h);
    sql().script("take a table away", "alter table ods.reports rename to elsewhere");
    CHECK(cycle().state == ingest::CycleState::idle);
    CHECK(runs() == 0);
    sql().script("bring it back", "alter table ods.elsewhere rename to reports");
    clock.advance(1h);
    (void)cycle();
    CHECK(runs() == 1);
}

TEST_CASE_METHOD(Checked,
                 "a run in the far future, of a clock that was wrong, does not keep the checks off") {
    settle();
    sql().script("a wrong clock",
                 "update ingest.quality_results set checked_at = checked_at + interval '9 years'");
    (void)cycle();
    CHECK(runs() == 2);
}
