// What a running daemon keeps and what it gives up: new settings (HUP), a newer schema, a rival's generation.

#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/recovery_proof.h"
#include "support/step_plan.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

std::string study(int number) {
    const auto id = std::to_string(9900 + number);
    return feed_line({.image = id + "_a.png", .study = id});
}

std::string studies(int from, int to) {
    std::string text;
    for (int i = from; i < to; ++i) text += study(i);
    return text;
}

} // namespace

TEST_CASE("a standby never takes over while the other daemon gets the settings that it has") {
    IngestRig rig;
    rig.replace(feed_header() + study(0));
    ingest::Cycle holder(rig.settings, mappings(), rig.clock, {});
    ingest::Cycle standby(rig.settings, mappings(), rig.clock, {});
    REQUIRE(holder.run({}).loaded == 1);
    std::int64_t taken_over = 0;
    const int reloads = 20;
    for (int i = 1; i <= reloads; ++i) {
        rig.append(study(i));
        holder.configure(rig.settings); // as a log rotation does
        if (standby.run({}).state != CycleState::standby) ++taken_over;
        static_cast<void>(holder.run({}));
    }
    CHECK(taken_over == 0);
    CHECK(rig.number("select epoch from ingest.checkpoint") == 1);
    CHECK(rig.number("select count(*) from ods.encounters") == reloads + 1);
    note_proof("settings read again (HUP) without a change, beside a standby daemon", reloads,
               "session and writer's lock are kept; the standby never takes over", kTriedToGetItStuck);
}

TEST_CASE("a reload without a change keeps the growing waits of a daemon without a database") {
    IngestRig rig;
    rig.settings.postgres.conninfo = "host=" + (rig.folder / "nowhere").string();
    ingest::Cycle cycle(rig.settings, mappings(), rig.clock, {});
    const auto first = cycle.run({}).retry_after;
    std::chrono::milliseconds last{0};
    for (int i = 0; i < 4; ++i) {
        cycle.configure(rig.settings);
        last = cycle.run({}).retry_after;
    }
    CHECK(last > 2 * first);
}

TEST_CASE("a reload without a change keeps what the circuit breaker has counted, another limit does not") {
    IngestRig rig;
    rig.settings.ingest.breaker_min_rows = 10;
    rig.replace(feed_header());
    ingest::Cycle cycle(rig.settings, mappings(), rig.clock, {});
    const auto bad = [](int from) {
        std::string text;
        for (int i = from; i < from + 6; ++i)
            text += feed_line({.image = std::to_string(i), .date = "gestern"});
        return text;
    };
    rig.append(bad(0));
    REQUIRE(cycle.run({}).quarantined == 6);
    bool pauses = true;
    SECTION("the same settings") {
        cycle.configure(rig.settings);
    }
    SECTION("another limit") {
        rig.settings.ingest.max_reject_ratio = 1;
        cycle.configure(rig.settings);
        pauses = false;
    }
    rig.append(bad(6));
    CHECK((cycle.run({}).state == CycleState::paused) == pauses);
}

TEST_CASE("an old daemon stops writing once a newer program has migrated the database beneath it") {
    IngestRig rig;
    rig.settings.ingest.batch_rows = 5;
    rig.replace(feed_header() + studies(0, 5));
    REQUIRE(rig.cycle().loaded == 5);
    rig.append(studies(5, 20));
    StepPlan plan;
    const auto migrate = [&] {
        rig.database.connect("migrator")
            .script("migrate", "insert into ingest.migrations values (999, 'future', 'x', '9.9', now())");
    };
    SECTION("between two cycles") {
        migrate();
    }
    SECTION("in the middle of a cycle") {
        plan.at("batch_begin", plan.occurrences("batch_begin") + 1, migrate);
    }
    const auto report = rig.cycle();
    CHECK(report.loaded == 0);
    CHECK(rig.number("select count(*) from ods.encounters") == 5);
    CHECK(report.state == CycleState::degraded);
    CHECK(report.exit_code() == util::ExitCode::config);
    CHECK(report.gives_up());
    note_proof("a newer program migrates the database beneath a daemon, between cycles and in one", 1,
               "the daemon writes nothing more, and ends with 78", kTriedToGetItStuck);
}

TEST_CASE("a rival's new generation in the middle of a run leaves its progress between nothing and all") {
    IngestRig rig;
    rig.settings.ingest.batch_rows = 2;
    rig.replace(feed_header() + studies(0, 10));
    REQUIRE(rig.cycle().loaded == 10);
    rig.restart();
    rig.append(studies(10, 20));
    std::vector<ingest::Progress> seen;
    ingest::CycleHooks hooks;
    hooks.on_progress = [&](const ingest::Progress& at) { seen.push_back(at); };
    ingest::Cycle cycle(rig.settings, mappings(), rig.clock, hooks);
    StepPlan plan;
    plan.at("batch_begin", plan.occurrences("batch_begin") + 3, [&] {
        rig.replace(feed_header() + studies(20, 24));
        rig.sql().script("a rival opens a generation",
                         "update ingest.checkpoint set epoch = epoch + 1, byte_offset = byte_offset - 1");
    });
    const auto report = cycle.run({});
    plan.nothing();
    REQUIRE(rig.number("select generation from ingest.checkpoint") == 2);
    REQUIRE(report.records == 8);
    REQUIRE(seen.size() > 2);
    for (const auto& at : seen) {
        CHECK(at.bytes_done <= at.bytes_total);
        CHECK(at.bytes_total < 1'000'000);
    }
}
