// The program as an operator runs it, under what operators and service managers do to it.

#include "recovery/small_studies.h"
#include "support/child.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <thread>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kPatience = seconds(30); // for what must happen

struct Scene {
    Scene() {
        rig.settings.schedule.interval = milliseconds(50);
        rig.settings.ingest.batch_rows = 20;
        errors = (rig.folder / "errors").string();
        write_file(errors, "");
    }

    [[nodiscard]] std::map<std::string, std::string> environment() const {
        return environment_of(rig.settings);
    }
    [[nodiscard]] ChildEnd command(const std::vector<std::string>& arguments) const {
        return run_program(arguments, environment(), errors);
    }
    template<typename Condition>
    static bool eventually(Condition condition) {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            std::this_thread::sleep_for(milliseconds(20));
        }
        return true;
    }
    bool wait_for(const std::string& sql) {
        return eventually([&] { return rig.value(sql) == "t"; });
    }
    bool wait_for_error(const std::string& text) const {
        return eventually([&] { return read_file(errors).find(text) != std::string::npos; });
    }
    void check() {
        IngestRig calm;
        calm.replace(read_file(rig.settings.feed.path));
        calm.settle();
        CHECK(differences(whole_content(rig.sql(), Books::ends), whole_content(calm.sql(), Books::ends)) ==
              "");
        CHECK(flaws(rig.sql(), rig.settings) == "");
    }

    IngestRig rig;
    std::string errors; // standard error of the program, which has no log file
};

} // namespace

TEST_CASE("SIGTERM under load ends the program within 10 s, and its successor goes on where it was") {
    Scene scene;
    scene.rig.replace(feed_header() + studies(0, 3000));
    RunningProgram daemon({"run"}, scene.environment(), scene.errors);
    REQUIRE(scene.wait_for("select count(*) > 2 from ingest.batches"));
    daemon.signal(SIGTERM);
    CHECK(daemon.wait(seconds(10)) == 0);
    CHECK(scene.rig.value("select byte_offset < " +
                          std::to_string(std::filesystem::file_size(scene.rig.settings.feed.path)) +
                          " from ingest.checkpoint") == "t"); // else it was not under load
    CHECK(scene.command({"ingest", "--once"}).exit_code == 0);
    scene.check();
    note_proof("SIGTERM under load", 1, "ended within 10 s with 0; the next run goes on where it was");
}

TEST_CASE("SIGHUP with a broken configuration is logged, and the old one stays") {
    Scene scene;
    const auto file = scene.rig.folder / "padchestd.yaml";
    write_file(file, "schedule:\n  interval: 50 ms\n");
    auto environment = scene.environment();
    environment.erase("PADCHESTD_SCHEDULE__INTERVAL");
    environment["PADCHESTD_CONFIG"] = file.string();
    scene.rig.replace(feed_header() + study(0));
    RunningProgram daemon({"run"}, environment, scene.errors);
    REQUIRE(scene.wait_for("select count(*) = 1 from ods.encounters"));
    write_file(file, "schedule:\n  intervall: 1 s\n");
    daemon.signal(SIGHUP);
    CHECK(scene.wait_for_error("event=config_rejected"));
    scene.rig.append(study(1));
    CHECK(scene.wait_for("select count(*) = 2 from ods.encounters"));
    daemon.signal(SIGTERM);
    CHECK(daemon.wait(kPatience) == 0);
    note_proof("SIGHUP with a broken configuration", 1, "reported with file and line; the old one stays");
}

TEST_CASE("a database of a newer program ends the daemon with 78: no waiting mends that") {
    Scene scene;
    scene.rig.replace(feed_header() + study(0));
    SECTION("found at the start") {
        scene.rig.sql().script("a newer program was here",
                               "insert into ingest.migrations values (999, 'future', 'x', '9.9', now())");
        CHECK(scene.command({"ingest", "--once"}).exit_code == 78);
        RunningProgram daemon({"run"}, scene.environment(), scene.errors);
        CHECK(daemon.wait(kPatience) == 78);
        CHECK(scene.rig.number("select count(*) from ods.encounters") == 0);
    }
    SECTION("found when it connects anew") {
        RunningProgram daemon({"run"}, scene.environment(), scene.errors);
        REQUIRE(scene.wait_for("select count(*) = 1 from ods.encounters"));
        scene.rig.sql().script(
            "a newer program came",
            "insert into ingest.migrations values (999, 'future', 'x', '9.9', now());"
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name "
            "= 'padchestd writer' and datname = current_database()");
        CHECK(daemon.wait(kPatience) == 78);
    }
    const auto said = read_file(scene.errors);
    CHECK(said.find("event=gave_up problem=\"cannot use this database: migration 999") != std::string::npos);
    CHECK(said.find("newer than this program") != std::string::npos);
    note_proof("a database of a newer program, met at the start and at a new connection", 1,
               "nothing is touched; the daemon reports it and ends with 78");
}

TEST_CASE("status names a log, a state file or a dashboard that cannot be written, and its exit code tells") {
    Scene scene;
    auto& settings = scene.rig.settings;
    int expected = 73;
    SECTION("the log, on a full disk") {
        settings.logging.file = "/dev/full";
        expected = 74;
    }
    SECTION("the state file") {
        settings.state.file = scene.rig.folder / "gone" / "pipeline_state.json";
    }
    SECTION("the dashboard") {
        settings.dashboard.file = scene.rig.folder / "gone" / "dashboard.html";
    }
    scene.rig.replace(feed_header() + study(0));
    RunningProgram daemon({"run"}, scene.environment(), scene.errors);
    REQUIRE(scene.wait_for("select count(*) = 1 from ods.encounters"));
    CHECK(scene.eventually([&] {
        const auto end = scene.command({"status", "--json", "--exit-code"});
        return end.exit_code == expected && end.output.find("\"state\": \"degraded\"") != std::string::npos;
    }));
    daemon.signal(SIGTERM);
    CHECK(daemon.wait(kPatience) == 0);
    note_proof("log, state file or dashboard that cannot be written, as `status --exit-code` tells it", 1,
               "74 or 73, with the file's name; rows commit");
}
