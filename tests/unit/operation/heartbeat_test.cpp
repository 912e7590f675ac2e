#include "operation/heartbeat.h"
#include "operation/status.h"
#include "support/environment.h"
#include "support/manual_clock.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

using namespace padchestd;
using namespace std::chrono_literals;

namespace {

operation::Heartbeat sample() {
    const util::WallTime noon = std::chrono::system_clock::from_time_t(1'795'000'000);
    operation::Heartbeat beat;
    beat.pid = 42;
    beat.version = "1.2.3";
    beat.feed = "padchest";
    beat.started_at = noon - 1h;
    beat.at = beat.alive_at = noon;
    beat.interval = 60s;
    beat.state = "idle";
    beat.coalesced_ticks = 3;
    beat.problem = util::Problem{"cannot read", "is it there?", util::ExitCode::no_input};
    beat.last_cycle_at = noon - 10s;
    return beat;
}

mode_t mode_of(const std::filesystem::path& path) {
    struct ::stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

enum class Reading { done = 0, none = 1, refused = 2, not_tried = 3 };

Reading read_by_status(const std::filesystem::path& path) {
    config::Settings settings;
    settings.postgres.conninfo = "host=/no/such/folder";
    settings.state.heartbeat = path;
    const auto status = operation::read_status(settings, tests::ManualClock());
    if (status.daemon) return Reading::done;
    return status.daemon_unknown ? Reading::refused : Reading::none;
}

// Reads the file as another user, whose only group is `group`.
Reading read_as(const std::filesystem::path& path, gid_t group) {
    const pid_t child = ::fork();
    if (child == 0) {
        auto reading = Reading::not_tried;
        if (::setgroups(0, nullptr) == 0 && ::setresgid(group, group, group) == 0 &&
            ::setresuid(4711, 4711, 4711) == 0)
            reading = read_by_status(path);
        ::_exit(static_cast<int>(reading));
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    return static_cast<Reading>(WEXITSTATUS(status));
}

} // namespace

TEST_CASE("a heartbeat is for its owner and the group, whatever umask and mode there were") {
    const tests::TempFolder folder;
    const auto file = folder / "heartbeat.json";
    const mode_t mask = GENERATE(000, 022, 027, 077);
    tests::write_file(file, "of an earlier version");
    std::filesystem::permissions(file, std::filesystem::perms{0644});
    const mode_t before = ::umask(mask);
    operation::write_heartbeat(file, sample());
    operation::write_heartbeat(folder / "new.json", sample());
    ::umask(before);
    CHECK(mode_of(file) == 0640);
    CHECK(mode_of(folder / "new.json") == 0640);
}

TEST_CASE("a heartbeat is read by a member of its group, and another user is told that it may not") {
    if (::geteuid() != 0) return tests::skip("only root can become other users");
    const tests::TempFolder folder;
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
    const auto file = folder / "heartbeat.json";
    operation::write_heartbeat(file, sample());
    REQUIRE(::chown(file.c_str(), 4710, 4709) == 0);
    operation::write_heartbeat(file, sample()); // keeps both
    CHECK(read_as(file, 4709) == Reading::done);
    CHECK(read_as(file, 4708) == Reading::refused);
    CHECK(read_as(folder / "no such file", 4708) == Reading::none);
}

TEST_CASE("a heartbeat is read as it was written") {
    const tests::TempFolder folder;
    const auto beat = sample();
    operation::write_heartbeat(folder / "heartbeat.json", beat);
    const auto read = operation::read_heartbeat(folder / "heartbeat.json");
    REQUIRE(read);
    CHECK(read->pid == 42);
    CHECK(read->feed == "padchest");
    CHECK(read->at == beat.at);
    CHECK(read->alive_at == beat.alive_at);
    CHECK(read->interval == 60s);
    CHECK(read->state == "idle");
    CHECK(read->problem == beat.problem);
    CHECK(read->coalesced_ticks == 3);
    CHECK(read->last_cycle_at == beat.last_cycle_at);
}

TEST_CASE("a missing, cut or foreign heartbeat is none") {
    const tests::TempFolder folder;
    CHECK_FALSE(operation::read_heartbeat("/no/such/file"));
    for (const std::string text : {"", "{", "[]", "{\"format\":1}", "{\"format\":3,\"pid\":1}", "null"}) {
        tests::write_file(folder / "heartbeat.json", text);
        CHECK_FALSE(operation::read_heartbeat(folder / "heartbeat.json"));
    }
}

TEST_CASE("a daemon is silent when it wrote nothing for over two intervals, or its worker showed no life") {
    auto beat = sample();
    CHECK_FALSE(operation::is_silent(beat, beat.at + 125s));
    CHECK(operation::is_silent(beat, beat.at + 131s));
    beat.alive_at = beat.at - 181s;
    CHECK(operation::is_silent(beat, beat.at));
    beat.alive_at = beat.at - 170s;
    CHECK_FALSE(operation::is_silent(beat, beat.at));
}
