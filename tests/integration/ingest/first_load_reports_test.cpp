// The facts of reports, filled on a session of their own while the batches of a first load come in.

#include "integration/ingest/first_load.h"
#include "integration/warehouse/differences.h"
#include "util/step.h"
#include "warehouse/verify.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

int batches_begun = 0;
long long sliced_rows = 0;
std::string database_loaded;
std::string after_first_batch; // a time

pg::Connection observer() {
    return pg::Connection({.conninfo = database_loaded, .role = "observer", .stop = {}, .on_wait = {}});
}

// Asks until it is so, or for ever so long.
void wait_for(const std::string& condition) {
    auto other = observer();
    for (int i = 0; i < 50'000; ++i) {
        if (other.query("wait", "select " + condition).value().boolean()) return;
    }
}

// A slice is filled by the second batch to commit after the table's end was looked at.
void wait_for_slices(std::string_view step) {
    if (step != "batch_begin") return;
    ++batches_begun;
    if (batches_begun == 2)
        after_first_batch = observer().query("look", "select clock_timestamp()::text").value().string();
    if (batches_begun == 3)
        wait_for("exists (select from pg_stat_activity where datname = current_database() and "
                 "application_name = 'padchestd reports' and state = 'idle' and state_change > '" +
                 after_first_batch + "')");
    if (batches_begun != 5) return;
    wait_for("exists (select from dwh.fact_report)");
    sliced_rows = observer().query("count", "select count(*) from dwh.fact_report").value().integer();
}

} // namespace

TEST_CASE("the facts of reports are filled while a first load goes on", "[threads]") {
    FirstLoad rig;
    // The last record changes a report that was in a slice.
    rig.replace(
        sixty_images() +
        feed_line({.image = "9900_later.png", .study = "9900", .report_id = "4000000", .report = "nodul ."}));
    database_loaded = rig.settings.postgres.conninfo;
    batches_begun = 0;
    util::observe_steps(wait_for_slices);
    const auto report = rig.cycle();
    util::observe_steps(nullptr);
    CAPTURE(problem_of(report));
    REQUIRE(report.state == CycleState::worked);
    CHECK(sliced_rows > 0);
    CHECK(sliced_rows < 30);
    CHECK(rig.number("select count(*) from dwh.fact_report") == 30);
    CHECK(rig.number("select count(*) from pg_stat_activity where application_name = 'padchestd reports' and "
                     "datname = current_database()") == 0);
    CHECK(said(warehouse::verify(rig.sql(), rig.clock)).empty());
}
