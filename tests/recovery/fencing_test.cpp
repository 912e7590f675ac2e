// Two daemons on one feed: one that was stopped, overtaken and woken up; two that start together; rivals
// behind a pooler that gives session locks no meaning.

#include "recovery/small_studies.h"
#include "support/child_daemon.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/private_server.h"
#include "support/recovery_proof.h"
#include "support/step_plan.h"

#include <catch2/catch.hpp>

#include <sys/wait.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <thread>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

using std::chrono::milliseconds;

void prepare(IngestRig& rig) {
    rig.settings.ingest.batch_rows = 7;
    rig.settings.postgres.backoff_first = milliseconds(10);
    rig.settings.schedule.interval = milliseconds(20);
    rig.settings.fencing.takeover_after = milliseconds(150);
}

// Waits until the feed was read to its end. False: it was not, within half a minute.
bool is_read(IngestRig& rig) {
    const auto size = std::to_string(std::filesystem::file_size(rig.settings.feed.path));
    for (int tries = 0; tries < 1500; ++tries) {
        if (rig.value("select byte_offset = " + size + " from ingest.checkpoint") == "t") return true;
        std::this_thread::sleep_for(milliseconds(20));
    }
    return false;
}

void check(IngestRig& rig) {
    IngestRig calm;
    prepare(calm);
    calm.replace(read_file(rig.settings.feed.path));
    calm.settle();
    CHECK(differences(whole_content(rig.sql(), Books::ends), whole_content(calm.sql(), Books::ends)) == "");
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

// PgBouncer in transaction mode in front of the test's server, on a Unix socket.
class Pooler {
  public:
    explicit Pooler(const std::string& server) {
        const std::string here = folder_.path().string();
        std::ofstream(folder_ / "pgbouncer.ini")
            << "[databases]\n* = host=" << server << " port=5432 user=postgres\n[pgbouncer]\n"
            << "listen_addr =\nlisten_port = 5432\nunix_socket_dir = " << here << "\nauth_type = any\n"
            << "pool_mode = transaction\ndefault_pool_size = 6\nmin_pool_size = 4\n"
            << "ignore_startup_parameters = extra_float_digits\n";
        if (::geteuid() == 0) std::system(("chown -R postgres " + here).c_str()); // NOLINT: a test's own
        process_ =
            launch_as_server({"/usr/sbin/pgbouncer", here + "/pgbouncer.ini"}, (folder_ / "log").string());
    }
    ~Pooler() {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    Pooler(const Pooler&) = delete;
    Pooler& operator=(const Pooler&) = delete;

    [[nodiscard]] std::string folder() const { return folder_.path().string(); }

  private:
    TempFolder folder_;
    pid_t process_ = -1;
};

std::string socket_folder(IngestRig& rig) {
    return rig.value(
        "select split_part(setting, ',', 1) from pg_settings where name = 'unix_socket_directories'");
}

} // namespace

TEST_CASE("a daemon that is stopped in mid-work is overtaken, and cannot write when it wakes up") {
    const std::vector<std::string_view> steps = {"copy_data",    "copy_procedures", "batch_begin",
                                                 "batch_commit", "refresh_facts",   "refresh_commit"};
    IngestRig rig;
    prepare(rig);
    rig.replace(feed_header());
    rig.settle(); // seeded
    rig.restart();
    StepPlan plan;
    int number = 0;
    for (const auto step : steps) {
        INFO("step " << step);
        ChildDaemon first(rig.settings);
        rig.append(studies(number, number + 20));
        number += 20;
        plan.at(step, plan.occurrences(step) + 2 - (step.starts_with("refresh") ? 1 : 0), halt);
        first.start(Until::killed);
        first.wait_until_stopped();
        plan.nothing();
        rig.append(studies(number, number + 5)); // work waits
        number += 5;
        ChildDaemon second(rig.settings);
        REQUIRE(second.run() == Ending::done);
        const auto written = rig.row_versions({"ods", "ingest", "dwh"});
        first.wake();
        std::this_thread::sleep_for(milliseconds(200));
        CHECK(rig.row_versions({"ods", "ingest", "dwh"}) == written);
        rig.append(studies(number, number + 5)); // alone again, it goes on
        number += 5;
        CHECK(is_read(rig));
    }
    rig.settle();
    check(rig);
    note_proof("daemon stopped (SIGSTOP) in COPY, before COMMIT, in a refresh; overtaken; woken",
               static_cast<std::int64_t>(steps.size()), "the woken one writes nothing it should not");
}

TEST_CASE("of two daemons that start together one works, the other takes over when the first one dies") {
    IngestRig rig;
    prepare(rig);
    rig.settings.fencing.takeover_after = std::chrono::minutes(5);
    rig.replace(feed_header() + studies(0, 10));
    auto one = std::make_unique<ChildDaemon>(rig.settings);
    auto other = std::make_unique<ChildDaemon>(rig.settings);
    one->start(Until::killed);
    other->start(Until::killed);
    int number = 10;
    milliseconds slowest{0};
    const int deaths = long_run() ? 20 : 4;
    for (int i = 0; i < deaths; ++i) {
        REQUIRE(is_read(rig));
        one->kill();
        rig.append(studies(number, number + 10));
        number += 10;
        const auto died = std::chrono::steady_clock::now();
        REQUIRE(is_read(rig));
        slowest = std::max(slowest,
                           std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - died));
        one = std::make_unique<ChildDaemon>(rig.settings);
        one->start(Until::killed);
        std::swap(one, other);
    }
    one->kill();
    other->kill();
    rig.settle();
    check(rig);
    std::cout << deaths << " take-overs; slowest " << slowest.count() << " ms at an interval of 20 ms\n";
    CHECK(slowest < std::chrono::seconds(5));
    note_proof("one of two daemons killed (SIGKILL)", deaths,
               "the other one has taken over and read on at its next ticks; 0 lost, 0 doubled");
}

TEST_CASE("rivals through a transaction-mode pooler, without a lock between them, write everything once") {
    if (!std::filesystem::exists("/usr/sbin/pgbouncer")) return skip("pgbouncer is not installed");
    IngestRig rig;
    prepare(rig);
    const Pooler pooler(socket_folder(rig));
    rig.settings.postgres.conninfo += " host=" + pooler.folder();
    rig.replace(feed_header());
    const int rounds = long_run() ? 30 : 5;
    StepPlan plan;
    int number = 0;
    for (int i = 0; i < rounds; ++i) {
        // One stops between looking at the checkpoint and moving it, while the other one passes it by.
        rig.append(studies(number, number + 20));
        number += 20;
        ChildDaemon stopped(rig.settings);
        plan.at("batch_begin", plan.occurrences("batch_begin") + 1, halt);
        stopped.start(Until::killed);
        stopped.wait_until_stopped();
        plan.nothing();
        ChildDaemon passing(rig.settings);
        REQUIRE(passing.run() == Ending::done);
        rig.append(studies(number, number + 20));
        number += 20;
        stopped.wake(); // and now both at once
        ChildDaemon third(rig.settings);
        third.start(Until::killed);
        CHECK(is_read(rig));
    }
    rig.settle();
    check(rig);
    CHECK(rig.number("select epoch from ingest.checkpoint") > rounds);
    note_proof("two daemons at once through PgBouncer in transaction mode", rounds,
               "every record exactly once; the overtaken one starts over from the checkpoint");
}
