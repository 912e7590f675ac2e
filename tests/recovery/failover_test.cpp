// The database moves to another host, or refuses sessions for a while: the daemon stays up, finds the server
// that takes writes by libpq's own means, and goes on from what that one knows.

#include "recovery/small_studies.h"
#include "support/ingest_rig.h"
#include "support/private_server.h"
#include "support/recovery_proof.h"
#include "support/step_plan.h"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

// A primary and its asynchronous standby, both in the conninfo of everyone who connects.
struct Pair {
    Pair() { ::setenv("PADCHESTD_POSTGRES__CONNINFO", conninfo().c_str(), 1); }

    [[nodiscard]] std::string conninfo() const {
        return "host=" + primary.folder() + "," + standby.folder() +
               " port=5432,5432 user=postgres dbname=postgres target_session_attrs=read-write";
    }

    PrivateServer primary;
    PrivateServer standby{PrivateServer::StandbyOf{primary}};
};

std::string round_of(int number) {
    const int first = number * 10;
    std::string text = studies(first, first + 9) + study(first + 9, {.date = "99991231"});
    if (number > 0) text += study(first - 10, {.report = " cambi .", .labels = "['pleural effusion']"});
    return text;
}

// Compared with a daemon on the same server that had no trouble; batches are cut elsewhere.
void check(const IngestRig& rig) {
    IngestRig calm;
    calm.replace(read_file(rig.settings.feed.path));
    calm.settle();
    auto connection = rig.database.connect("check"); // the rig's own died with the first server
    CHECK(differences(whole_content(connection, Books::ends), whole_content(calm.sql(), Books::ends)) == "");
    CHECK(flaws(connection, rig.settings) == "");
}

std::int64_t batches_at(const PrivateServer& server, const IngestRig& rig) {
    pg::SessionOptions options;
    options.conninfo = server.conninfo() + " dbname=" + rig.database.name();
    pg::Connection connection(options);
    return connection.query("count batches", "select count(*) from ingest.batches").value().integer();
}

} // namespace

TEST_CASE("a fail-over to a standby that had not heard of the last commits loses nothing, doubles nothing") {
    Pair pair;
    IngestRig rig;
    rig.settings.ingest.batch_rows = 8;
    rig.replace(feed_header() + round_of(0));
    rig.settle();
    pair.standby.catch_up(pair.primary);
    pair.standby.cut_off();
    const auto known_there = batches_at(pair.standby, rig);
    for (int i = 1; i < 3; ++i) {
        rig.append(round_of(i));
        rig.settle();
    }
    REQUIRE(batches_at(pair.primary, rig) > known_there);
    REQUIRE(batches_at(pair.standby, rig) == known_there);
    const auto ahead = read_file(rig.settings.state.file);
    StepPlan plan;
    SECTION("between two cycles") {
        pair.primary.stop_immediately();
    }
    SECTION("in the middle of a batch") {
        plan.at("copy_data", plan.occurrences("copy_data") + 2, [&] { pair.primary.stop_immediately(); });
    }
    SECTION("with a commit on its way") {
        plan.at("batch_commit", plan.occurrences("batch_commit") + 1,
                [&] { pair.primary.stop_immediately(); });
    }
    rig.append(round_of(3));
    for (int i = 0; i < 3; ++i) { // the standby is there, but takes no writes yet
        const auto report = rig.cycle();
        CHECK(report.state == CycleState::degraded);
        CHECK(report.exit_code() == util::ExitCode::unavailable);
        CHECK_FALSE(report.gives_up());
    }
    plan.nothing();
    pair.standby.promote();
    rig.settle();
    CHECK(batches_at(pair.standby, rig) > known_there);
    CHECK(read_file(rig.settings.state.file) != ahead);
    check(rig);
    note_proof(
        "primary killed, a lagging asynchronous standby promoted, found by the conninfo's list of hosts", 1,
        "no exit; the lost part is read again from the feed; 0 lost, 0 doubled");
}

TEST_CASE("a fail-over to a standby that had everything repeats nothing") {
    Pair pair;
    IngestRig rig;
    rig.replace(feed_header() + round_of(0));
    rig.settle();
    pair.standby.catch_up(pair.primary);
    pair.primary.stop_immediately();
    pair.standby.promote();
    const auto known = batches_at(pair.standby, rig);
    rig.settle();
    CHECK(batches_at(pair.standby, rig) == known);
    rig.append(round_of(1));
    rig.settle();
    check(rig);
    note_proof("primary killed, a standby that had everything promoted", 1, "nothing is repeated");
}

TEST_CASE("a server that is shutting down refuses sessions with 57P03, which is waited out") {
    PrivateServer server;
    IngestRig rig;
    rig.replace(feed_header() + round_of(0));
    rig.settle();
    rig.restart(); // so that the rig's own session is the last one
    server.begin_to_stop();
    rig.append(round_of(1));
    auto report = rig.cycle();
    for (int tries = 0; tries < 500 && report.state != CycleState::degraded; ++tries) {
        rig.restart(); // the signal was not yet heeded
        report = rig.cycle();
    }
    CHECK(report.state == CycleState::degraded);
    CHECK(problem_of(report).what.find("starting, stopping") != std::string::npos);
    CHECK(report.exit_code() == util::ExitCode::unavailable);
    CHECK(problem_of(report).hint.find("starting, stopping") != std::string::npos);
    rig.restart();
    rig.hang_up();
    server.wait_until_stopped();
    CHECK(rig.cycle().state == CycleState::degraded);
    server.start();
    rig.settle();
    check(rig);
    note_proof("sessions refused while the server shuts down (57P03)", 1,
               "degraded, tried again; nothing passed over");
}
