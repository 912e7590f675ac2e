// Postgres goes away in the middle of the daemon's work: its session is ended, the server is stopped without
// a checkpoint or a backend of it killed, an answer to COMMIT is lost, the server comes back older than it
// was.

#include "log/event.h"
#include "recovery/small_studies.h"
#include "support/brief.h"
#include "support/commit_proxy.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/private_server.h"
#include "support/recovery_proof.h"
#include "support/step_plan.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <iostream>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

using Contents = std::map<std::string, std::string>;

// The same rounds for everyone; each one has new, changed and bad records.
std::string round_of(int number) {
    const int first = number * 10;
    std::string text = studies(first, first + 9) + study(first + 9, {.date = "99991231"});
    if (number > 0)
        text += study(first - 10, {.report = " cambi .", .labels = "['pleural effusion']"}) +
                study(first - 9, {.labels = "['Odd " + std::to_string(number) + "']"});
    return text;
}

Contents undisturbed(int rounds) {
    IngestRig rig;
    rig.replace(feed_header());
    for (int i = 0; i < rounds; ++i) {
        rig.append(round_of(i));
        rig.settle();
    }
    return whole_content(rig.sql(), Books::whole);
}

void check(const IngestRig& rig, const Contents& expected) {
    auto connection = rig.database.connect("check"); // the rig's own may have died with the server
    CHECK(differences(whole_content(connection, Books::whole), expected) == "");
    CHECK(flaws(connection, rig.settings) == "");
}

constexpr std::string_view kWriters =
    "from pg_stat_activity where application_name = 'padchestd writer' and datname = current_database()";

std::int64_t writer_of(const IngestRig& rig) {
    auto connection = rig.database.connect("killer");
    return connection.query("find the writer", "select pid " + std::string(kWriters)).value().integer();
}

int count(std::string_view text, std::string_view what) {
    int found = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++found;
    return found;
}

void end_session(const IngestRig& rig) {
    auto connection = rig.database.connect("killer");
    connection.query("end it", "select pg_terminate_backend(pid, 5000) " + std::string(kWriters));
}

} // namespace

TEST_CASE("a session that the server ends at any step of a batch or a refresh is made good") {
    const std::vector<std::string_view> steps = {
        "checkpoint_advanced", "keys_fetched",       "copy_data",
        "upsert_changed",      "copy_end",           "ledger_written",
        "batch_commit",        "batch_done",         "refresh_begin",
        "refresh_claimed",     "refresh_dimensions", "refresh_facts",
        "refresh_commit",      "refresh_aggregates", "refresh_done",
        "rejects_written",     "changes_queued",     "reference_rows_commit"};
    IngestRig rig;
    rig.replace(feed_header());
    StepPlan plan;
    int round = 0;
    for (const auto step : share_of(steps)) {
        INFO("step " << step);
        rig.append(round_of(round++));
        bool struck = false;
        plan.at(step, plan.occurrences(step) + 1, [&] {
            struck = true;
            end_session(rig);
        });
        rig.settle();
        CHECK(struck);
    }
    plan.nothing();
    check(rig, undisturbed(round));
    note_proof("session ended by the server (57P01) at a step of batch or refresh", round,
               "0 lost, 0 doubled; connected again by itself");
}

TEST_CASE("a COMMIT whose answer is lost is neither repeated nor skipped, whether it landed or not") {
    IngestRig rig;
    rig.replace(feed_header() + round_of(0));
    rig.settle();
    CommitProxy proxy(rig.value("select split_part(setting, ',', 1) from pg_settings where name = "
                                "'unix_socket_directories'"));
    rig.settings.postgres.conninfo += " host=" + proxy.folder();
    rig.restart();
    log::open({.file = rig.folder / "log", .limit_repeats = false}); // each line is counted below
    int round = 1;
    const int times = long_run() ? 10 : briefly() ? 1 : 2;
    for (int i = 0; i < times; ++i) {
        for (const Cut cut : {Cut::before_server, Cut::before_answer, Cut::in_flight}) {
            for (const int nth : {1, 2, 3}) { // unknown terms, batch, refresh
                rig.append(round_of(round++));
                const auto cuts = proxy.cuts_done();
                proxy.cut_at(cut, nth, std::chrono::milliseconds(100));
                rig.settle();
                CHECK(proxy.cuts_done() == cuts + 1);
            }
        }
    }
    log::close();
    // The first COMMIT is of new terms: the batch behind it cannot have landed. The refresh is no batch.
    const auto said = read_file(rig.folder / "log");
    CHECK(count(said, "event=commit_in_doubt") == 2 * 3 * times);
    CHECK(count(said, "landed=true") == 2 * times);
    CHECK(count(said, "landed=false") == (1 + 3) * times);
    check(rig, undisturbed(round));
    note_proof("connection cut around COMMIT: before it, after it, while it is in flight", round - 1,
               "neither repeated nor skipped");
}

TEST_CASE("a server that is stopped at once or crashes in COPY, COMMIT or refresh costs nothing") {
    PrivateServer server;
    IngestRig rig;
    rig.replace(feed_header());
    StepPlan plan;
    const std::vector<std::string_view> steps = {"copy_data", "batch_commit", "refresh_facts", "batch_done",
                                                 "refresh_commit"};
    const int kills = long_run() ? 20 : 4;
    std::chrono::milliseconds slowest{0};
    for (int i = 0; i < kills; ++i) {
        const auto step = steps[static_cast<std::size_t>(i) % steps.size()];
        INFO("step " << step);
        rig.append(round_of(i));
        bool down = false;
        plan.at(step, plan.occurrences(step) + 1, [&] {
            down = true;
            if (i % 2 == 0) {
                server.stop_immediately();
            } else { // the postmaster then ends all its backends, and recovers from the log
                ::kill(static_cast<pid_t>(writer_of(rig)), SIGKILL);
            }
        });
        for (int tries = 0; tries < 50 && !down; ++tries) static_cast<void>(rig.cycle());
        REQUIRE(down);
        if (i % 2 == 0) {
            CHECK(rig.cycle().state == CycleState::degraded);
            server.start();
        }
        const auto began = std::chrono::steady_clock::now();
        rig.settle();
        slowest = std::max(slowest, std::chrono::duration_cast<std::chrono::milliseconds>(
                                        std::chrono::steady_clock::now() - began));
    }
    plan.nothing();
    check(rig, undisturbed(kills));
    std::cout << kills << " kills of the server; slowest return " << slowest.count() << " ms\n";
    CHECK(slowest < std::chrono::seconds(5));
    note_proof("Postgres stopped with `-m immediate`, or a backend of it killed, in COPY, COMMIT and refresh",
               kills, "0 lost, 0 doubled; caught up within 5 s of its return");
}

TEST_CASE("a server that comes back without its last commits is followed from its own checkpoint") {
    PrivateServer server;
    IngestRig rig;
    rig.replace(feed_header() + round_of(0));
    rig.settle();
    server.stop_in_order();
    server.save();
    server.start();
    for (int i = 1; i < 4; ++i) { // what an asynchronous standby had not heard of yet
        rig.append(round_of(i));
        rig.settle();
    }
    const auto ahead = read_file(rig.settings.state.file);
    server.stop_immediately();
    server.restore();
    server.start();
    SECTION("by the daemon that wrote them") {}
    SECTION("by another one") {
        rig.restart();
    }
    rig.settle();
    IngestRig calm; // the same, without the loss; batches are cut elsewhere
    calm.replace(read_file(rig.settings.feed.path));
    calm.settle();
    auto connection = rig.database.connect("check");
    CHECK(differences(whole_content(connection, Books::ends), whole_content(calm.sql(), Books::ends)) == "");
    CHECK(flaws(connection, rig.settings) == "");
    CHECK(read_file(rig.settings.state.file) != ahead); // never believed over the database
    note_proof("server put back to an earlier copy of itself, as a fail-over to a lagging standby looks", 1,
               "the lost part is read again from the feed; 0 lost, 0 doubled");
}
