// The proof of the warehouse as the daemon makes it: when, and who hears of what it finds.

#include "log/event.h"
#include "operation/figures.h"
#include "operation/status.h"
#include "support/ingest_rig.h"
#include "warehouse/refresh.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using namespace std::chrono_literals;

namespace {

struct Proving : IngestRig {
    Proving() {
        settings.verify.every = 70h;
        replace(feed_header() + feed_line({.image = "8000_a.png", .study = "8000"}));
        settle();
    }
    // All of them, by turn.
    long long parts() {
        return number("select coalesce(max(turn * 100 + parts), 100) from ingest.warehouse_proof");
    }
    // As long as the parts of a small store are apart: a seventh of verify.every.
    void wait_for_part() {
        clock.advance(10h);
        CHECK(cycle().state == ingest::CycleState::idle);
    }
    std::vector<std::string> alarms() {
        std::vector<std::string> names;
        for (const auto& alarm : operation::read_status(settings, clock).alarms) names.push_back(alarm);
        return names;
    }
};

} // namespace

TEST_CASE_METHOD(Proving, "the daemon spreads the parts of a turn over verify.every, over restarts too") {
    CHECK(parts() == 100);
    wait_for_part();
    CHECK(parts() == 101);
    CHECK(cycle().state == ingest::CycleState::idle);
    CHECK(parts() == 101);
    restart();
    clock.advance(9h);
    (void)cycle();
    CHECK(parts() == 101);
    clock.advance(1h);
    (void)cycle();
    CHECK(parts() == 102);
    for (int i = 0; i < 5; ++i) wait_for_part();
    CHECK(parts() == 200);
    CHECK(value("select turn_ended_at is not null from ingest.warehouse_proof") == "t");
}

TEST_CASE_METHOD(Proving, "an idle cycle between two parts writes nothing") {
    wait_for_part();
    const auto before = row_versions({"ods", "ingest", "dwh"});
    for (int i = 0; i < 5; ++i) CHECK(cycle().state == ingest::CycleState::idle);
    CHECK(row_versions({"ods", "ingest", "dwh"}) == before);
}

TEST_CASE_METHOD(
    Proving, "no part is compared where verify.every is 0, and a cycle that loads leaves it to an idle one") {
    settings.verify.every = 0h;
    restart();
    clock.advance(1000h);
    (void)cycle();
    CHECK(parts() == 100);
    settings.verify.every = 70h;
    restart();
    wait_for_part();
    CHECK(parts() == 101);
    clock.advance(10h);
    append(feed_line({.image = "8001_a.png", .study = "8001"}));
    CHECK(cycle().state == ingest::CycleState::worked);
    CHECK(parts() == 101);
    CHECK(cycle().state == ingest::CycleState::idle);
    CHECK(parts() == 102);
    clock.advance(21h);
    append(feed_line({.image = "8002_a.png", .study = "8002"}));
    CHECK(cycle().state == ingest::CycleState::worked);
    CHECK(parts() == 103);
}

TEST_CASE_METHOD(Proving,
                 "a difference is an alarm until it is mended, over a restart too, and a warning in the log",
                 "[threads]") {
    log::Target target;
    target.file = folder / "log";
    log::open(target);
    sql().script("corrupt", "update dwh.fact_encounter set age_years = age_years + 1");
    wait_for_part();
    CHECK(alarms() == std::vector<std::string>{"warehouse_difference"});
    restart();
    CHECK(cycle().state == ingest::CycleState::idle);
    CHECK(alarms() == std::vector<std::string>{"warehouse_difference"});
    const auto figures = operation::read_figures(sql(), settings.feed.name, clock);
    CHECK(figures.different_tables == "fact_encounter");
    CHECK(figures.different_rows == 2);
    warehouse::refresh_full(sql(), clock);
    CHECK(alarms().empty());
    for (int i = 0; i < 6; ++i) wait_for_part();
    log::close(); // it is written by a thread of its own
    const std::string text = read_file(target.file);
    CHECK(text.find(
              "warning event=warehouse_difference table=fact_encounter missing_rows=1 surplus_rows=1 turn=1 "
              "section=encounters") != std::string::npos);
    CHECK(text.find("info event=warehouse_proved turn=1 parts=7 different_tables=0") != std::string::npos);
}

TEST_CASE_METHOD(Proving,
                 "a part that cannot be compared stops nothing, and is tried again when the next is due") {
    sql().script("take a table away", "alter table dwh.agg_keyword rename to elsewhere");
    wait_for_part();
    CHECK(parts() == 100);
    sql().script("bring it back", "alter table dwh.elsewhere rename to agg_keyword");
    (void)cycle();
    CHECK(parts() == 100);
    wait_for_part();
    CHECK(parts() == 101);
}
