// What the daemon hears and reports while it runs: HUP, systemd, the watchdog, the heartbeat file.

#include "operation/heartbeat.h"
#include "unit/daemon/running_service.h"

#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// systemd's side of NOTIFY_SOCKET.
class NotifySocket {
  public:
    NotifySocket()
        : path_(folder_ / "notify")
        , fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path_.string().copy(address.sun_path, sizeof address.sun_path - 1);
        REQUIRE(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
        ::setenv("NOTIFY_SOCKET", path_.c_str(), 1);
    }
    ~NotifySocket() {
        ::unsetenv("NOTIFY_SOCKET");
        ::close(fd_);
    }
    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;

    // Waits for a message that holds `text`; what came before it is gone.
    bool wait_for(const std::string& text) {
        return Running::eventually([&] { return receive().find(text) != std::string::npos; });
    }
    std::string receive() const {
        std::string message(4096, '\0');
        const auto length = ::recv(fd_, message.data(), message.size(), 0);
        message.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
        return message;
    }
    [[nodiscard]] int count(const std::string& text, std::chrono::milliseconds during) const {
        int found = 0;
        const auto end = std::chrono::steady_clock::now() + during;
        while (std::chrono::steady_clock::now() < end) {
            if (receive().find(text) != std::string::npos)
                ++found;
            else
                std::this_thread::sleep_for(1ms);
        }
        return found;
    }

  private:
    TempFolder folder_;
    std::filesystem::path path_;
    int fd_;
};

} // namespace

TEST_CASE("SIGHUP takes the new configuration, opens the log again and runs a cycle") {
    NotifySocket systemd;
    Running running(1h);
    running.start();
    REQUIRE(systemd.wait_for("READY=1"));
    REQUIRE(running.cycle.wait_for_begun(1));
    running.settings.ingest.batch_rows = 77;
    running.settings.schedule.interval = 10ms;
    ::kill(::getpid(), SIGHUP);
    CHECK(systemd.wait_for("RELOADING=1"));
    CHECK(systemd.wait_for("READY=1"));
    CHECK(running.cycle.wait_for_begun(4)); // by the new interval
    CHECK(running.configured == 77);
    CHECK(running.logs_opened == 1);
    CHECK(running.ending() == Ending::orderly);
    CHECK(systemd.wait_for("STOPPING=1"));
}

TEST_CASE("SIGHUP during a cycle takes effect after it") {
    Running running(1h);
    running.cycle.hold();
    running.start();
    REQUIRE(running.cycle.wait_for_begun(1));
    running.settings.ingest.batch_rows = 78;
    ::kill(::getpid(), SIGHUP);
    REQUIRE(running.wait_for_log("event=config_reloaded"));
    CHECK(running.configured == 0);
    running.cycle.let_go();
    CHECK(running.cycle.wait_for_begun(2));
    CHECK(running.configured == 78);
    CHECK(running.ending() == Ending::orderly);
}

TEST_CASE("SIGHUP with a broken configuration keeps the old one, and reports file and line") {
    Running running(10ms);
    running.start();
    REQUIRE(running.cycle.wait_for_begun(1));
    running.broken = true;
    ::kill(::getpid(), SIGHUP);
    CHECK(running.wait_for_log("error event=config_rejected problem=\"x.yaml:3: unknown key feed.pth\""));
    CHECK(running.logs_opened == 1); // all the same: logrotate asked
    const auto begun = running.cycle.begun();
    CHECK(running.cycle.wait_for_begun(begun + 3));
    CHECK(running.configured == 0);
    CHECK(running.ending() == Ending::orderly);
}

TEST_CASE("the watchdog is fed while the worker shows life, and not while it hangs") {
    NotifySocket systemd;
    ::setenv("WATCHDOG_USEC", "80000", 1); // a look every 20 ms
    Running running(1h);
    running.start();
    CHECK(systemd.wait_for("WATCHDOG=1")); // at rest
    running.cycle.hold();
    running.service->reload(); // a second cycle, which hangs
    REQUIRE(running.cycle.wait_for_begun(2));
    static_cast<void>(systemd.count("WATCHDOG=1", 50ms));
    CHECK(systemd.count("WATCHDOG=1", 100ms) == 0);
    std::atomic<bool> alive{true};
    std::thread worker([&] {
        while (alive) {
            running.life.show();
            std::this_thread::sleep_for(5ms);
        }
    });
    CHECK(systemd.wait_for("WATCHDOG=1"));
    alive = false;
    worker.join();
    CHECK(running.ending() == Ending::orderly);
    ::unsetenv("WATCHDOG_USEC");
}

TEST_CASE("systemd gets what the last cycle did, in one line") {
    NotifySocket systemd;
    Running running(1h);
    running.cycle.will_report(
        degraded({.what = "cannot connect\nto h", .exit_code = util::ExitCode::unavailable}, 1h));
    running.start();
    CHECK(systemd.wait_for("STATUS=waiting for the database: cannot connect to h"));
    CHECK(running.ending() == Ending::orderly);
}

TEST_CASE("a heartbeat that cannot be written is reported once, and the cycles continue") {
    Running running(10ms);
    running.settings.state.heartbeat = "/no/such/folder/heartbeat.json";
    daemon::ServiceParts parts;
    parts.cycle = [&](const std::stop_token& stop) { return running.cycle(stop); };
    daemon::Service service(running.settings, parts, running.life, running.clock);
    auto ending = std::async(std::launch::async, [&] { return service.run(); });
    CHECK(running.cycle.wait_for_begun(5));
    service.stop();
    CHECK(ending.get() == Ending::orderly);
    log::close();
    const auto text = running.log_text();
    const auto first = text.find("event=heartbeat_failed");
    CHECK(first != std::string::npos);
    CHECK(text.find("event=heartbeat_failed", first + 1) == std::string::npos);
    running.service.reset();
}
