// Which figures raise which alarm, and what the log is told of it.

#include "log/event.h"
#include "operation/alarm.h"
#include "support/environment.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::operation;
using namespace padchestd::tests;

namespace {

const util::WallTime kNow{std::chrono::seconds{1'600'000'000}};

std::vector<std::string> raised(const Figures& figures, std::vector<DiskSpace> disks = {}) {
    std::vector<std::string> names;
    for (const auto& alarm : alarms({}, figures, disks, kNow)) names.emplace_back(alarm.name);
    return names;
}

using Names = std::vector<std::string>;

int count(const std::string& text, const std::string& part) {
    int found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

} // namespace

TEST_CASE("nothing is alarming in quiet figures") {
    CHECK(raised({}).empty());
    CHECK(raised({}, {{"state.file", "/var", 1ULL << 40U, 1ULL << 41U}}).empty());
}

TEST_CASE("each alarm is raised by its own condition, beyond its threshold only") {
    Figures late;
    late.oldest_change = 1'600'000'000.0 - 899;
    CHECK(raised(late).empty());
    late.oldest_change = 1'600'000'000.0 - 901;
    CHECK(raised(late) == Names{"warehouse_lag"});

    Figures rejected;
    rejected.quarantine = {{"bad_date", 5'000, 600}, {"field_count", 900, 400}};
    CHECK(raised(rejected).empty());
    rejected.quarantine[1].last_day = 401;
    CHECK(raised(rejected) == Names{"quarantine_growth"});

    Figures skewed;
    skewed.clock_skew = -30.5;
    CHECK(raised(skewed) == Names{"clock_skew"});

    Figures differing;
    differing.different_tables = "agg_keyword, fact_report";
    differing.different_rows = 3;
    CHECK(raised(differing) == Names{"warehouse_difference"});

    CHECK(raised({}, {{"state.file", "/var", 1ULL << 20U, 1ULL << 40U}}) == Names{"disk_space"});
}

TEST_CASE("a threshold of 0 turns its alarm off") {
    Figures bad;
    bad.oldest_change = 0;
    bad.clock_skew = 1e6;
    bad.quarantine = {{"bad_date", 1'000'000, 1'000'000}};
    const std::vector<DiskSpace> full{{"state.file", "/var", 0, 1}};
    CHECK(
        alarms({std::chrono::milliseconds(0), 0, 0, std::chrono::milliseconds(0)}, bad, full, kNow).empty());
    CHECK(alarms({}, bad, full, kNow).size() == 4);
}

TEST_CASE("without a database only the disk is judged") {
    const std::vector<DiskSpace> full{{"logging.file", "/var/log", 0, 1}};
    const auto found = alarms({}, std::nullopt, full, kNow);
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "disk_space");
}

TEST_CASE("an alarm is logged when it is raised and when it is cleared, and once each") {
    const TempFolder folder;
    log::Target target;
    target.file = folder / "log";
    log::open(target);
    AlarmLog alarm_log;
    const Alarm late{"warehouse_lag", "late", "why?", util::ExitCode::temporary};
    const std::vector<Alarm> some{late};
    alarm_log.look(some, true);
    alarm_log.look(some, true);
    alarm_log.look({}, false); // the database is away: nobody knows
    alarm_log.look(some, true);
    alarm_log.look({}, true);
    alarm_log.look(some, true);
    log::close();
    const auto text = read_file(target.file);
    CHECK(count(text, "event=alarm_raised alarm=warehouse_lag") == 2);
    CHECK(count(text, "event=alarm_cleared alarm=warehouse_lag") == 1);
}
