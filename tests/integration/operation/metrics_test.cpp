// The metrics file against what it speaks of: the database, the format's own checker, and its page in docs/.

#include "operation/monitor.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/made_up_reports.h"
#include "text_store/maintenance.h"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <cstdlib>
#include <regex>
#include <set>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// A rig whose cycles are watched, as the daemon's are.
struct Watched : IngestRig {
    Watched() { settings.metrics.file = folder / "padchestd.prom"; }

    void watched_cycle(operation::Monitor& monitor) { monitor.cycle_ended(cycle(), &sql()); }

    // A sample's value by its name and labels, as they stand in the file.
    [[nodiscard]] std::string metric(const std::string& name) const {
        const auto text = "\n" + read_file(settings.metrics.file);
        const auto at = text.find("\n" + name + " ");
        if (at == std::string::npos) return "none";
        const auto from = at + name.size() + 2;
        return text.substr(from, text.find('\n', from) - from);
    }
};

std::set<std::string> families(const std::string& text, const std::string& pattern) {
    const std::regex line(pattern);
    std::set<std::string> names;
    for (std::sregex_iterator at(text.begin(), text.end(), line), end; at != end; ++at)
        names.insert((*at)[1]);
    return names;
}

// Enough for a text model.
std::string reports(int count) {
    std::string lines;
    for (int i = 0; i < count; ++i) {
        const std::string id = std::to_string(100'000 + i);
        lines += feed_line({.image = id + "_a.png",
                            .study = id,
                            .report_id = id,
                            .report = made_up_report(static_cast<std::size_t>(i))});
    }
    return lines;
}

std::string bad_line(int study) {
    return feed_line(
        {.image = std::to_string(study) + "_a.png", .study = std::to_string(study), .date = "soon"});
}

} // namespace

TEST_CASE("the metrics equal ledger, checkpoint and quarantine, in one process and after a restart") {
    Watched rig;
    operation::Monitor monitor(rig.settings, rig.clock);
    rig.replace(feed_header() + feed_line({}) + bad_line(9902));
    rig.watched_cycle(monitor);
    rig.append(feed_line({}) + feed_line({.image = "9903_a.png", .study = "9903"}) + bad_line(9904));
    rig.watched_cycle(monitor);
    rig.watched_cycle(monitor);

    const auto agrees = [&] {
        for (const char* const fate : {"loaded", "unchanged", "superseded", "quarantined"}) {
            const std::string labels = "{fate=\"" + std::string(fate) + "\"}";
            CHECK(rig.metric("padchestd_records_total" + labels) ==
                  rig.value("select sum(" + std::string(fate) + "_records) from ingest.batches"));
            CHECK(rig.metric("padchestd_bytes_total" + labels) ==
                  rig.value("select sum(" + std::string(fate) + "_bytes) from ingest.batches"));
        }
        CHECK(rig.metric("padchestd_records_total{fate=\"unchanged\"}") == "1");
        CHECK(rig.metric("padchestd_feed_position_bytes") ==
              rig.value("select byte_offset from ingest.checkpoint"));
        CHECK(rig.metric("padchestd_quarantine_open_by_reason_records{reason=\"bad_date\"}") == "2");
        CHECK(rig.metric("padchestd_warehouse_lag_encounters") == "0");
        CHECK(rig.metric("padchestd_database_up") == "1");
    };
    agrees();
    CHECK(rig.metric("padchestd_cycles_total{state=\"worked\"}") == "2");
    CHECK(rig.metric("padchestd_cycles_total{state=\"idle\"}") == "1");
    CHECK(rig.metric("padchestd_last_commit_age_seconds") == "60");

    operation::Monitor after_restart(rig.settings, rig.clock);
    rig.watched_cycle(after_restart);
    agrees();
    CHECK(rig.metric("padchestd_cycles_total{state=\"worked\"}") == "0");
}

TEST_CASE("a cycle without a database still leaves metrics, which say so") {
    Watched rig;
    operation::Monitor monitor(rig.settings, rig.clock);
    ingest::CycleReport report;
    report.state = ingest::CycleState::degraded;
    monitor.cycle_ended(report, nullptr);
    CHECK(rig.metric("padchestd_database_up") == "0");
    CHECK(rig.metric("padchestd_state{state=\"degraded\"}") == "1");
    CHECK(rig.metric("padchestd_records_total{fate=\"loaded\"}") == "none");
}

TEST_CASE("the metrics file is readable for the collector whatever the umask, and gone from an old place") {
    Watched rig;
    operation::Monitor monitor(rig.settings, rig.clock);
    const auto before = ::umask(0027);
    monitor.cycle_ended({}, nullptr);
    ::umask(before);
    using std::filesystem::perms;
    CHECK((std::filesystem::status(rig.settings.metrics.file).permissions() & perms::others_read) ==
          perms::others_read);
    const auto old = rig.settings.metrics.file;
    rig.settings.metrics.file = rig.folder / "elsewhere.prom";
    monitor.configure(rig.settings);
    monitor.cycle_ended({}, nullptr);
    CHECK_FALSE(std::filesystem::exists(old));
    CHECK(std::filesystem::exists(rig.settings.metrics.file));
}

TEST_CASE("docs/metrics.md has every metric, and none that is not there") {
    Watched rig;
    operation::Monitor monitor(rig.settings, rig.clock);
    rig.replace(feed_header() + reports(20) + bad_line(9902));
    rig.settle();
    text_store::UpkeepOptions options;
    options.force_fit = true;
    REQUIRE(text_store::keep_up(rig.sql(), options, rig.clock).fitted);
    rig.sql().script(
        "a whole turn of the proof",
        "insert into ingest.warehouse_proof (turn, began_at, section, after_key, parts, part_at, "
        "turn_ended_at) values (2, now(), 'encounters', '', 0, now(), now())");
    rig.watched_cycle(monitor);
    const auto written = families(read_file(rig.settings.metrics.file), "# TYPE ([a-z_]+) ");
    const auto page = families(read_file(source("docs/metrics.md")), "\\| `(padchestd_[a-z_]+)` \\|");
    CHECK(written.size() > 25);
    CHECK(written == page);
}

TEST_CASE("promtool finds nothing wrong with the metrics") {
    if (std::system("command -v promtool >/dev/null") != 0) return skip("promtool is not installed");
    Watched rig;
    operation::Monitor monitor(rig.settings, rig.clock);
    rig.replace(feed_header() + feed_line({}) + bad_line(9902));
    rig.watched_cycle(monitor);
    const auto report = (rig.folder / "report").string();
    const auto command =
        "promtool check metrics <'" + rig.settings.metrics.file.string() + "' >'" + report + "' 2>&1";
    const int ended = std::system(command.c_str());
    INFO(read_file(report));
    CHECK(ended == 0);
    CHECK(read_file(report).empty());
}
