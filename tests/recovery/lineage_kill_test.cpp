// A run of the lineage whose process is killed: it has its START, and the next run has both.

#include "operation/monitor.h"
#include "support/child_daemon.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/recovery_proof.h"
#include "support/step_plan.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// "START 1, START 2, COMPLETE 2": each run by its number.
std::string events_of(const std::filesystem::path& file) {
    std::istringstream lines(read_file(file));
    std::vector<std::string> runs;
    std::string text;
    for (std::string line; std::getline(lines, line);) {
        const auto event = nlohmann::json::parse(line);
        const auto id = event.at("run").at("runId").get<std::string>();
        const auto known = std::find(runs.begin(), runs.end(), id);
        const auto number = known - runs.begin() + 1;
        if (known == runs.end()) runs.push_back(id);
        text += (text.empty() ? "" : ", ") + event.at("eventType").get<std::string>() + ' ' +
                std::to_string(number);
    }
    return text;
}

} // namespace

TEST_CASE("a run that is killed has a START and no end, and an idle cycle has none") {
    IngestRig rig;
    rig.settings.lineage.file = rig.folder / "lineage.ndjson";
    rig.settings.ingest.batch_rows = 1;
    rig.append(feed_header() + feed_line({.image = "1_a.png", .study = "1"}) +
               feed_line({.image = "2_a.png", .study = "2", .report_id = "2"}));
    const auto cycle = [&] {
        const util::SystemClock clock;
        operation::Monitor monitor(rig.settings, clock);
        ingest::Cycle one(rig.settings, mappings(), clock,
                          {{},
                           {},
                           [&](const ingest::CycleReport& report, pg::Connection* connection) {
                               monitor.cycle_ended(report, connection);
                           },
                           [&] { monitor.work_begins(); }});
        (void)one.run({});
    };
    StepPlan plan;
    int kills = 0;
    for (const auto* step : {"batch_begin", "batch_commit", "batch_done"}) {
        plan.at(step, plan.occurrences(step) + 1, die);
        REQUIRE(run_in_child(cycle) == Ending::killed);
        ++kills;
    }
    CHECK(events_of(rig.settings.lineage.file) == "START 1, START 2, START 3");
    plan.nothing();
    REQUIRE(run_in_child(cycle) == Ending::done);
    CHECK(events_of(rig.settings.lineage.file) == "START 1, START 2, START 3, START 4, COMPLETE 4");
    REQUIRE(run_in_child(cycle) == Ending::done);
    CHECK(events_of(rig.settings.lineage.file) == "START 1, START 2, START 3, START 4, COMPLETE 4");
    note_proof("a run of the lineage killed (SIGKILL) before, in and after a commit", kills,
               "it has its START and no end");
}
