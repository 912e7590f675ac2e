#include "daemon/service.h"
#include "ingest/heartbeat.h"
#include "log/event.h"
#include "support/temp_folder.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <future>
#include <mutex>
#include <thread>

using namespace padchestd;
using namespace std::chrono_literals;
using daemon::Ending;
using ingest::CycleReport;
using ingest::CycleState;

namespace {

constexpr auto kPatience = 20s; // for what must happen; a test that waits this long has failed

// A cycle that the test holds and lets go, and that counts.
class FakeCycle {
  public:
    CycleReport operator()(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        ++begun_;
        changed_.notify_all();
        while (held_ && !(heeds_stop_ && stop.stop_requested())) changed_.wait_for(lock, 1ms);
        ++ended_;
        changed_.notify_all();
        if (stop.stop_requested()) return {.state = CycleState::stopped};
        if (reports_.empty()) return {.state = CycleState::idle};
        const auto report = reports_.front();
        reports_.pop_front();
        return report;
    }

    void hold(bool heeds_stop = true) {
        const std::lock_guard lock(mutex_);
        held_ = true;
        heeds_stop_ = heeds_stop;
    }
    void let_go() {
        const std::lock_guard lock(mutex_);
        held_ = false;
        changed_.notify_all();
    }
    void will_report(const CycleReport& report) {
        const std::lock_guard lock(mutex_);
        reports_.push_back(report);
    }
    bool wait_for_begun(int cycles) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, kPatience, [&] { return begun_ >= cycles; });
    }
    int begun() {
        const std::lock_guard lock(mutex_);
        return begun_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<CycleReport> reports_;
    int begun_ = 0;
    int ended_ = 0;
    bool held_ = false;
    bool heeds_stop_ = true;
};

// A service in a thread of its own, with its log and heartbeat in a folder that is gone at the end.
class Running {
  public:
    explicit Running(std::chrono::milliseconds interval, std::chrono::milliseconds stop_within = 9s) {
        log::open({.file = folder_ / "log"});
        settings.schedule.interval = interval;
        settings.state.heartbeat = folder_ / "heartbeat.json";
        daemon::ServiceParts parts;
        parts.cycle = [this](const std::stop_token& stop) { return cycle(stop); };
        parts.configure = [this](const config::Settings& seen) { configured = seen.ingest.batch_rows; };
        parts.reread = [this] {
            if (broken)
                throw util::Failure("x.yaml:3: unknown key feed.pth", "did you mean feed.path?",
                                    util::ExitCode::config);
            return settings;
        };
        parts.open_log = [this](const config::LoggingSettings&) { ++logs_opened; };
        parts.version = "1.2.3";
        service = std::make_unique<daemon::Service>(settings, parts, life, clock, stop_within);
    }
    ~Running() {
        if (thread_.valid()) static_cast<void>(ending());
        log::close();
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    void start() {
        thread_ = std::async(std::launch::async, [this] { return service->run(); });
    }
    Ending ending() {
        cycle.let_go();
        service->stop();
        return thread_.get();
    }
    Ending wait_for_ending() { return thread_.get(); }

    // Waits until the log holds `text`.
    bool wait_for_log(const std::string& text) const {
        return eventually([&] { return log_text().find(text) != std::string::npos; });
    }
    [[nodiscard]] std::string log_text() const { return tests::read_file(folder_ / "log"); }
    template<typename Condition>
    static bool eventually(Condition condition) {
        const auto give_up = std::chrono::steady_clock::now() + kPatience;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > give_up) return false;
            std::this_thread::sleep_for(1ms);
        }
        return true;
    }

    config::Settings settings;
    FakeCycle cycle;
    daemon::LifeSign life;
    util::SystemClock clock;
    std::unique_ptr<daemon::Service> service;
    std::atomic<bool> broken{false};
    std::atomic<std::uint64_t> configured{0};
    std::atomic<int> logs_opened{0};

  private:
    tests::TempFolder folder_;
    std::future<Ending> thread_;
};

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
    tests::TempFolder folder_;
    std::filesystem::path path_;
    int fd_;
};

} // namespace

TEST_CASE("the first cycle runs at once, however long the interval") {
    Running running(1h);
    running.start();
    CHECK(running.cycle.wait_for_begun(1));
    CHECK(running.ending() == Ending::orderly);
    CHECK(running.cycle.begun() == 1);
}

TEST_CASE("a cycle runs at each tick") {
    Running running(10ms);
    running.start();
    CHECK(running.cycle.wait_for_begun(5));
    CHECK(running.ending() == Ending::orderly);
}

TEST_CASE("ticks that fall into a running cycle are coalesced and counted") {
    Running running(10ms);
    running.cycle.hold();
    running.start();
    REQUIRE(running.cycle.wait_for_begun(1));
    // The heartbeat tells the ticks that came meanwhile.
    CHECK(Running::eventually([&] {
        const auto beat = ingest::read_heartbeat(running.settings.state.heartbeat);
        return beat && beat->working && beat->coalesced_ticks >= 3;
    }));
    CHECK(running.cycle.begun() == 1);
    running.cycle.let_go();
    CHECK(running.wait_for_log("event=ticks_coalesced ticks="));
    CHECK(running.cycle.wait_for_begun(2));
    CHECK(running.ending() == Ending::orderly);
}

TEST_CASE("a failure is tried again after its backoff, before the next tick") {
    Running running(1h);
    running.cycle.will_report({.state = CycleState::degraded, .problem = "no database", .retry_after = 5ms});
    running.cycle.will_report({.state = CycleState::degraded, .problem = "no database", .retry_after = 5ms});
    running.start();
    CHECK(running.cycle.wait_for_begun(3));
    CHECK(running.ending() == Ending::orderly);
    CHECK(running.cycle.begun() == 3);
}

TEST_CASE("no tick comes before a backoff that is longer than the interval") {
    Running running(10ms);
    running.cycle.will_report({.state = CycleState::degraded, .problem = "no database", .retry_after = 1h});
    running.start();
    // Ticks go on, as the heartbeat shows, but no cycle runs.
    const auto first = ingest::read_heartbeat(running.settings.state.heartbeat);
    CHECK(Running::eventually([&] {
        const auto beat = ingest::read_heartbeat(running.settings.state.heartbeat);
        return beat && !beat->working && beat->state == "degraded" && beat->problem == "no database";
    }));
    std::this_thread::sleep_for(50ms);
    CHECK(running.cycle.begun() == 1);
    CHECK(running.ending() == Ending::orderly);
}

TEST_CASE("SIGTERM stops a working daemon, and the heartbeat file goes") {
    Running running(1h);
    running.cycle.hold();
    running.start();
    REQUIRE(running.cycle.wait_for_begun(1));
    CHECK(std::filesystem::exists(running.settings.state.heartbeat));
    const auto asked = std::chrono::steady_clock::now();
    ::kill(::getpid(), SIGTERM);
    CHECK(running.wait_for_ending() == Ending::orderly);
    CHECK(std::chrono::steady_clock::now() - asked < 10s);
    CHECK_FALSE(std::filesystem::exists(running.settings.state.heartbeat));
}

TEST_CASE("a worker that does not heed the stop is not waited for") {
    auto running = std::make_unique<Running>(1h, 20ms);
    running->cycle.hold(false);
    running->start();
    REQUIRE(running->cycle.wait_for_begun(1));
    ::kill(::getpid(), SIGTERM);
    CHECK(running->wait_for_ending() == Ending::forced);
    CHECK(running->wait_for_log("event=stop_forced"));
    // Where the daemon would now end its process, the test lets the thread run out, and leaves it its
    // objects.
    running->cycle.let_go();
    log::close();
    static_cast<void>(running.release());
}

TEST_CASE("a second SIGTERM does not wait for the worker") {
    auto running = std::make_unique<Running>(1h);
    running->cycle.hold(false);
    running->start();
    REQUIRE(running->cycle.wait_for_begun(1));
    ::kill(::getpid(), SIGTERM);
    REQUIRE(running->wait_for_log("event=stop_requested"));
    ::kill(::getpid(), SIGINT);
    CHECK(running->wait_for_ending() == Ending::forced);
    running->cycle.let_go();
    log::close();
    static_cast<void>(running.release());
}

TEST_CASE("SIGHUP takes the new configuration, opens the log anew and runs a cycle") {
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

TEST_CASE("SIGHUP with a broken configuration keeps the old one, and says file and line") {
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

TEST_CASE("a cycle that throws is a defect: it is logged by its type, and the service ends") {
    Running running(1h);
    daemon::ServiceParts parts;
    parts.cycle = [](const std::stop_token&) -> CycleReport { throw std::logic_error("a cell's value"); };
    daemon::Service service(running.settings, parts, running.life, running.clock);
    CHECK(service.run() == Ending::defect);
    CHECK(running.wait_for_log("event=defect"));
    CHECK(running.log_text().find("a cell's value") == std::string::npos);
    running.service.reset();
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

TEST_CASE("systemd is told what the last cycle did, in one line") {
    NotifySocket systemd;
    Running running(1h);
    running.cycle.will_report({.state = CycleState::degraded,
                               .problem = "cannot connect\nto h",
                               .exit_code = util::ExitCode::unavailable,
                               .retry_after = 1h});
    running.start();
    CHECK(systemd.wait_for("STATUS=waiting for the database: cannot connect to h"));
    CHECK(running.ending() == Ending::orderly);
}

TEST_CASE("a heartbeat that cannot be written is said once, and the cycles go on") {
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
