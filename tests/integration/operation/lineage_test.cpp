// Which cycles are runs of the lineage, how they end, and what the file does when it is full or refused.

#include "operation/lineage_file.h"
#include "operation/monitor.h"
#include "support/ingest_rig.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sys/resource.h>

#include <csignal>
#include <set>
#include <sstream>
#include <system_error>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

using ingest::CycleState;
using nlohmann::json;

std::vector<json> events_in(const std::filesystem::path& file) {
    std::vector<json> events;
    std::istringstream lines(read_file(file));
    for (std::string line; std::getline(lines, line);) events.push_back(json::parse(line));
    return events;
}

// "START COMPLETE START FAIL"
std::string types_in(const std::filesystem::path& file) {
    std::string types;
    for (const auto& event : events_in(file))
        types += (types.empty() ? "" : " ") + event.at("eventType").get<std::string>();
    return types;
}

std::int64_t rows_of(const json& event, const std::string& table) {
    for (const auto& dataset : event.at("outputs")) {
        const auto name = dataset.at("name").get<std::string>();
        if (name.size() > table.size() && name.substr(name.size() - table.size()) == table)
            return dataset.contains("outputFacets")
                       ? dataset.at("outputFacets").at("outputStatistics").at("rowCount").get<std::int64_t>()
                       : -1;
    }
    return -2;
}

ingest::CycleReport report_of(CycleState state, std::int64_t batches, const std::string& problem = "") {
    ingest::CycleReport report;
    report.state = state;
    report.batches = batches;
    if (!problem.empty()) report.problem = util::Problem{problem, "why?"};
    return report;
}

struct Lineage : IngestRig {
    Lineage() {
        settings.feed.path = folder / "of_a_hospital.csv";
        settings.lineage.file = file;
    }
    void note(const ingest::CycleReport& report) { written.append(file, settings.feed, report, nullptr); }

    std::filesystem::path file = folder / "lineage.ndjson";
    operation::LineageFile written{clock, 10'000};
};

// No file of this process grows beyond so many bytes meanwhile.
class FileLimit {
  public:
    explicit FileLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const ::rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
    }
    ~FileLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        (void)std::signal(SIGXFSZ, handler_);
    }
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;

  private:
    ::rlimit before_{};
    void (*handler_)(int);
};

} // namespace

TEST_CASE("a cycle that commits is a run with its tables and row counts, an idle one is none") {
    Lineage rig;
    operation::Monitor monitor(rig.settings, rig.clock);
    rig.replace(feed_header() + feed_line({.image = "1_a.png", .study = "1"}) +
                feed_line({.image = "1_b.png", .study = "1"}) +
                feed_line({.image = "2_a.png", .study = "2", .report_id = "4000002"}) +
                feed_line({.image = "3_a.png", .study = "3", .date = "soon"}));
    monitor.cycle_ended(rig.cycle(), &rig.sql());
    const auto events = events_in(rig.file);
    REQUIRE(types_in(rig.file) == "START COMPLETE");
    CHECK(events[0].at("run").at("runId") == events[1].at("run").at("runId"));
    CHECK(events[0].at("eventTime").get<std::string>() <= events[1].at("eventTime").get<std::string>());
    CHECK(events[1].at("job").at("name") == "ingest.padchest");
    CHECK(rows_of(events[1], ".ods.encounters") == 2);
    CHECK(rows_of(events[1], ".ods.procedures") == 3);
    CHECK(rows_of(events[1], ".ods.reports") == 2);
    CHECK(rows_of(events[1], ".ingest.quarantine") == 1);
    CHECK(rows_of(events[1], ".dwh.fact_encounter") == 2);
    CHECK(rows_of(events[1], ".dwh.fact_procedure") == -1);
    CHECK(events[1].at("outputs")[0].at("name") == rig.database.name() + ".ods.encounters");
    const auto& input = events[1].at("inputs")[0];
    CHECK(input.at("name") == "feed.padchest");
    CHECK(input.at("inputFacets").at("inputStatistics").at("rowCount") == 4);
    CHECK(read_file(rig.file).find("hospital") == std::string::npos);

    monitor.cycle_ended(rig.cycle(), &rig.sql());
    CHECK(types_in(rig.file) == "START COMPLETE");
    rig.append(feed_line({.image = "4_a.png", .study = "4", .report_id = "4000004"}));
    monitor.cycle_ended(rig.cycle(), &rig.sql());
    CHECK(types_in(rig.file) == "START COMPLETE START COMPLETE");
    CHECK(rows_of(events_in(rig.file)[3], ".ods.procedures") == 1); // of this run alone
}

TEST_CASE(
    "a failure is a run that fails, once while it stays the same, and a stop aborts one that committed") {
    Lineage rig;
    rig.note(report_of(CycleState::degraded, 0, "cannot connect \xff\n"));
    CHECK(types_in(rig.file) == "START FAIL");
    CHECK(events_in(rig.file)[1].at("run").at("facets").at("errorMessage").at("message") ==
          "cannot connect \xEF\xBF\xBD\n");
    CHECK(events_in(rig.file)[1].at("outputs").empty());
    rig.note(report_of(CycleState::degraded, 0, "cannot connect \xff\n"));
    CHECK(types_in(rig.file) == "START FAIL");
    rig.note(report_of(CycleState::degraded, 2, "cannot connect \xff\n"));
    CHECK(types_in(rig.file) == "START FAIL START FAIL");
    rig.note(report_of(CycleState::stopped, 0, "stopped"));
    rig.note(report_of(CycleState::no_feed, 0, "no feed"));
    rig.note(report_of(CycleState::standby, 0, "another daemon"));
    CHECK(events_in(rig.file).size() == 4);
    rig.note(report_of(CycleState::stopped, 1, "stopped"));
    CHECK(types_in(rig.file) == "START FAIL START FAIL START ABORT");
    rig.note(report_of(CycleState::degraded, 0, "cannot connect \xff\n")); // after others: new
    CHECK(events_in(rig.file).size() == 8);
}

TEST_CASE("the lineage is rotated by size, with whole runs in both files") {
    Lineage rig;
    std::set<std::string> runs;
    for (int i = 0; i < 12; ++i) rig.note(report_of(CycleState::worked, 1));
    CHECK(std::filesystem::file_size(rig.file) <= 10'000);
    CHECK(std::filesystem::file_size(rig.file.string() + ".1") <= 10'000);
    for (const auto& file : {rig.file, std::filesystem::path(rig.file.string() + ".1")}) {
        const auto events = events_in(file);
        CHECK(events.size() % 2 == 0);
        for (const auto& event : events) runs.insert(event.at("run").at("runId").get<std::string>());
    }
    CHECK(runs.size() > 4);
}

TEST_CASE("events that the disk cuts short are taken off again, and the next ones are whole") {
    Lineage rig;
    rig.note(report_of(CycleState::worked, 1));
    const auto whole = read_file(rig.file);
    {
        const FileLimit limit(whole.size() + 300);
        CHECK_THROWS_AS(rig.note(report_of(CycleState::worked, 1)), std::system_error);
    }
    CHECK(read_file(rig.file) == whole);
    rig.note(report_of(CycleState::worked, 1));
    CHECK(types_in(rig.file) == "START COMPLETE START COMPLETE");
}

TEST_CASE("a lineage file that cannot be written does not stop a cycle's monitor") {
    Lineage rig;
    rig.settings.lineage.file = rig.folder / "no" / "such" / "folder.ndjson";
    operation::Monitor monitor(rig.settings, rig.clock);
    CHECK_NOTHROW(monitor.cycle_ended(report_of(CycleState::worked, 1), nullptr));
    CHECK_THROWS_AS(rig.written.append(rig.settings.lineage.file, rig.settings.feed,
                                       report_of(CycleState::worked, 1), nullptr),
                    std::system_error);
}
