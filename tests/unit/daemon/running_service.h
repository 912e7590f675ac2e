#pragma once
// A service that a test runs in a thread of its own, around a cycle that the test holds and lets go.

#include "daemon/service.h"
#include "log/event.h"
#include "support/temp_folder.h"
#include "util/failure.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <string>
#include <thread>

namespace padchestd::tests {

using namespace std::chrono_literals;
using daemon::Ending;
using ingest::CycleReport;
using ingest::CycleState;

inline constexpr auto kPatience = 20s; // for what must happen; a test that waits this long has failed

inline CycleReport report(CycleState state) {
    CycleReport report;
    report.state = state;
    return report;
}

inline CycleReport degraded(util::Problem problem, std::chrono::milliseconds retry_after) {
    auto failed = report(CycleState::degraded);
    failed.problem = std::move(problem);
    failed.retry_after = retry_after;
    return failed;
}

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
        if (stop.stop_requested()) return report(CycleState::stopped);
        if (reports_.empty()) return report(CycleState::idle);
        const auto next = reports_.front();
        reports_.pop_front();
        return next;
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
    [[nodiscard]] std::string log_text() const { return read_file(folder_ / "log"); }
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
    TempFolder folder_;
    std::future<Ending> thread_;
};

} // namespace padchestd::tests
