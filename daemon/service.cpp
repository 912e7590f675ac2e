#include "daemon/service.h"

#include "daemon/pulse.h"
#include "daemon/schedule.h"
#include "daemon/sd_notify.h"
#include "daemon/status_line.h"
#include "log/event.h"
#include "util/failure.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <unistd.h>

#include <csignal>
#include <typeinfo>

namespace padchestd::daemon {

namespace asio = boost::asio;
using boost::system::error_code;
using log::Level;

// Everything below runs on the thread of run(), but for what is posted to worker_.
struct Service::Loop {
    Loop(config::Settings settings, ServiceParts parts, const LifeSign& life, const util::Clock& clock,
         std::chrono::milliseconds stop_within)
        : settings_(std::move(settings))
        , parts_(std::move(parts))
        , clock_(clock)
        , stop_within_(stop_within)
        , pulse_(settings_, parts_.version, life, clock)
        , schedule_(clock.steady(), settings_.schedule.interval) {}

    Ending run() {
        wait_for_signal();
        arm_tick();
        start_watchdog();
        notify_ready(status_);
        log::event(Level::info, "service_started",
                   {{"version", parts_.version},
                    {"pid", ::getpid()},
                    {"interval_ms", settings_.schedule.interval.count()},
                    {"feed", settings_.feed.name}});
        pulse_.start();
        start_cycle();
        io_.run();
        end_worker();
        log::event(Level::info, "service_stopped", {{"orderly", ending_ == Ending::orderly}});
        return ending_;
    }

    // ---- ticks and cycles

    void arm_tick() {
        tick_.expires_at(schedule_.next());
        tick_.async_wait([this](const error_code& error) {
            if (!error) tick();
        });
    }

    void tick() {
        if (stopping_) return;
        const auto due = schedule_.take_due(clock_.steady());
        arm_tick();
        if (due == 0) return;
        pulse_.tick(coalesced_);
        if (running_) {
            coalesced_ += due;
        } else if (!backing_off_) {
            coalesced_ += due - 1;
            start_cycle();
        }
    }

    void start_cycle() {
        running_ = true;
        backing_off_ = false;
        pulse_.cycle_started();
        asio::post(*worker_, [this] { work(); });
    }

    // On the worker thread.
    void work() {
        try {
            const auto report = parts_.cycle(stop_.get_token());
            asio::post(io_, [this, report] { cycle_ended(report); });
        } catch (const std::exception& error) {
            // Its text may quote a value, its type does not.
            const std::string type = typeid(error).name();
            asio::post(io_, [this, type] { defect(type); });
        }
    }

    void cycle_ended(const ingest::CycleReport& report) {
        running_ = false;
        status_ = status_line(report);
        pulse_.cycle_ended(report);
        say_coalesced();
        if (stopping_) return finish(Ending::orderly);
        notify_status(status_);
        if (report.gives_up()) return give_up(*report.problem);
        if (again_) {
            again_ = false;
            start_cycle();
        } else if (report.retry_after.count() > 0) {
            back_off(report.retry_after);
        }
    }

    void give_up(const util::Problem& problem) {
        log::event(Level::error, "gave_up",
                   {{"problem", problem.what},
                    {"hint", problem.hint},
                    {"exit_code", static_cast<int>(problem.exit_code)}});
        notify_stopping();
        finish(Ending::gave_up);
    }

    void back_off(std::chrono::milliseconds wait) {
        backing_off_ = true;
        retry_.expires_at(clock_.steady() + wait);
        retry_.async_wait([this](const error_code& error) {
            if (!error && backing_off_) start_cycle();
        });
    }

    void say_coalesced() {
        if (coalesced_ == coalesced_said_) return;
        log::event(Level::info, "ticks_coalesced",
                   {{"ticks", coalesced_ - coalesced_said_}, {"since_start", coalesced_}});
        coalesced_said_ = coalesced_;
    }

    void defect(const std::string& type) {
        log::event(
            Level::error, "defect",
            {{"type", type}, {"hint", "this is a defect of the program: please report it with this line"}});
        finish(Ending::defect);
    }

    // ---- signals

    void wait_for_signal() {
        signals_.async_wait([this](const error_code& error, int signal) {
            if (error) return;
            wait_for_signal();
            if (signal == SIGHUP)
                reload();
            else
                stop(signal);
        });
    }

    void stop(int signal) {
        if (stopping_) return force(); // the second time
        stopping_ = true;
        log::event(Level::info, "stop_requested", {{"signal", signal}, {"working", running_}});
        notify_stopping();
        stop_.request_stop();
        tick_.cancel();
        retry_.cancel();
        if (!running_) return finish(Ending::orderly);
        force_.expires_after(stop_within_);
        force_.async_wait([this](const error_code& error) {
            if (!error) force();
        });
    }

    void force() {
        log::event(
            Level::error, "stop_forced",
            {{"hint",
              "the worker did not heed the stop; what it had not committed is rolled back by the database"}});
        finish(Ending::forced);
    }

    void finish(Ending ending) {
        ending_ = ending;
        io_.stop();
    }

    void end_worker() {
        signals_.clear();
        if (ending_ == Ending::forced)
            static_cast<void>(worker_.release()); // its destructor would wait for the thread
        else
            worker_.reset();
        pulse_.end();
    }

    void reload() {
        if (stopping_) return;
        notify_reloading();
        try {
            adopt(parts_.reread());
            parts_.open_log(settings_.logging);
            log::event(Level::info, "config_reloaded",
                       {{"interval_ms", settings_.schedule.interval.count()}});
        } catch (const util::Failure& failure) {
            parts_.open_log(settings_.logging);
            log::event(Level::error, "config_rejected",
                       {{"problem", failure.what()},
                        {"hint", failure.hint()},
                        {"kept", "the configuration in force"}});
        }
        notify_ready(status_);
        if (running_)
            again_ = true;
        else
            start_cycle();
    }

    void adopt(const config::Settings& settings) {
        if (settings.schedule.interval != settings_.schedule.interval) {
            schedule_ = Schedule(clock_.steady(), settings.schedule.interval);
            arm_tick();
        }
        settings_ = settings;
        pulse_.configure(settings);
        asio::post(*worker_, [this, settings] { parts_.configure(settings); });
    }

    // ---- who watches us

    void start_watchdog() {
        if (const auto period = watchdog_period()) {
            // Four looks a period: a worker that shows life once a period is never taken for hung.
            look_every_ = *period / 4;
            arm_watchdog();
        }
    }

    void arm_watchdog() {
        watchdog_.expires_after(look_every_);
        watchdog_.async_wait([this](const error_code& error) {
            if (error) return;
            arm_watchdog();
            if (pulse_.shows_life()) notify_alive();
        });
    }

    config::Settings settings_;
    ServiceParts parts_;
    const util::Clock& clock_;
    std::chrono::milliseconds stop_within_;
    Pulse pulse_;

    asio::io_context io_{1};
    asio::signal_set signals_{io_, SIGTERM, SIGINT, SIGHUP};
    asio::steady_timer tick_{io_};
    asio::steady_timer retry_{io_};
    asio::steady_timer watchdog_{io_};
    asio::steady_timer force_{io_};
    std::stop_source stop_;
    std::unique_ptr<asio::thread_pool> worker_ = std::make_unique<asio::thread_pool>(1);

    Schedule schedule_;
    bool running_ = false;     // a cycle is on the worker
    bool backing_off_ = false; // the next one waits for retry_, not for a tick
    bool again_ = false;       // a reload came while one was running
    bool stopping_ = false;
    Ending ending_ = Ending::orderly;
    std::uint64_t coalesced_ = 0;
    std::uint64_t coalesced_said_ = 0;
    std::string status_ = "starting";
    std::chrono::microseconds look_every_{0};
};

Service::Service(config::Settings settings, ServiceParts parts, const LifeSign& life,
                 const util::Clock& clock, std::chrono::milliseconds stop_within)
    : loop_(std::make_unique<Loop>(std::move(settings), std::move(parts), life, clock, stop_within)) {}

Service::~Service() = default;

Ending Service::run() {
    return loop_->run();
}

void Service::stop() {
    asio::post(loop_->io_, [this] { loop_->stop(SIGTERM); });
}

void Service::reload() {
    asio::post(loop_->io_, [this] { loop_->reload(); });
}

} // namespace padchestd::daemon
