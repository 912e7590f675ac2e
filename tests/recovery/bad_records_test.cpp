// Bad records in numbers: some among good ones cost little, and an export of nothing else stops the feed
// before it is passed over.

#include "recovery/small_studies.h"
#include "simulator/feed.h"
#include "store/pause.h"
#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

#include <iostream>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

TEST_CASE("one bad record in a hundred costs little of the throughput") {
    const auto rows_per_second = [](double bad_records) {
        IngestRig rig;
        simulator::FeedGenerator generator(
            {.encounters = long_run() ? 20'000U : 1500U, .seed = 3, .bad_records = bad_records});
        std::string feed(simulator::FeedGenerator::header());
        for (std::string record; generator.next(record);) feed += record;
        rig.replace(feed_header());
        rig.settle(); // connected, migrated and seeded
        rig.replace(feed);
        const auto began = std::chrono::steady_clock::now();
        const auto report = rig.cycle();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        CHECK(report.quarantined == static_cast<std::int64_t>(generator.bad_records()));
        CHECK(report.records == static_cast<std::int64_t>(generator.records()));
        return static_cast<double>(report.records - report.quarantined) / took.count();
    };
    const double clean = rows_per_second(0);
    const double with_bad = rows_per_second(0.01);
    const auto percent = std::to_string(static_cast<int>(100 * with_bad / clean)) + " %";
    std::cout << "good rows with 1 % bad ones among them: " << percent << " of the clean throughput\n";
    note_proof("1 % bad records", 1,
               "all good ones load, at " + percent + " of the clean throughput of the same run");
}

TEST_CASE("an export of bad records only pauses the feed, and costs no memory however long it is") {
    IngestRig rig;
    rig.settings.ingest.batch_rows = 1000;
    rig.replace(feed_header() + studies(0, 5));
    rig.settle();
    const auto loaded = rig.row_versions({"ods", "dwh"});
    const int records = long_run() ? 400'000 : 20'000;
    // In pieces: what a test holds when it forks counts for the program's peak.
    for (int i = 0; i < records; i += 1000) {
        std::string bad;
        for (int j = i; j < i + 1000; ++j) bad += study(j, {.date = "gestern"});
        rig.append(bad);
    }
    CHECK(rig.cycle().state == CycleState::paused);
    CHECK(rig.number("select count(*) from ingest.quarantine") == 0); // nothing is passed over
    rig.restart();
    CHECK(rig.cycle().state == CycleState::paused);
    REQUIRE(store::go_on(rig.sql(), rig.settings.feed.name, true)); // an operator wants it all the same
    rig.restart();
    const auto end = run_program({"ingest", "--once"}, environment_of(rig.settings));
    CHECK(end.exit_code == 0);
    CHECK(rig.number("select count(*) from ingest.quarantine") == records);
    std::cout << records << " bad records put aside: peak memory of the program " << end.peak_rss_kib
              << " KiB\n";
    CHECK((end.peak_rss_kib < 64 * 1024 || sanitized()));
    CHECK(rig.row_versions({"ods", "dwh"}) == loaded);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    note_proof(
        "an export of bad records only", records,
        "the breaker pauses the feed, nothing is passed over; on an operator's word all are put aside, "
        "the program never takes 64 MiB");
}
