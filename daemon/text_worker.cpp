#include "daemon/text_worker.h"

#include "daemon/text_upkeep.h"
#include "log/event.h"
#include "pg/error.h"
#include "text/decomposition.h"

#include <sys/resource.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <typeinfo>

namespace padchestd::daemon {

struct TextWorker::State {
    State(config::Settings given, const util::Clock& the_clock)
        : settings(std::move(given))
        , clock(the_clock) {}

    void run(const std::stop_token& stop) {
        // Of this thread only: Linux counts threads as processes here.
        static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10));
        for (;;) {
            config::Settings now;
            {
                std::unique_lock lock(mutex);
                if (!wake.wait(lock, stop, [this] { return due; })) return;
                due = false;
                now = settings;
            }
            work(now, stop);
        }
    }

    void work(const config::Settings& now, const std::stop_token& stop) {
        try {
            auto connection = text_session(now, stop);
            text_store::UpkeepOptions upkeep;
            upkeep.least_reports = static_cast<std::int64_t>(now.text.least_reports);
            upkeep.verified = verified;
            const auto done = text_store::keep_up(connection, upkeep, clock, stop);
            verified = done.model;
            log_upkeep(done);
        } catch (const text::Stopped&) {
        } catch (const pg::Interrupted&) {
        } catch (const util::Failure& failure) { // tried again at the next look; ingestion goes on
            log::event(log::Level::warning, "text_upkeep_failed",
                       {{"problem", failure.what()}, {"hint", failure.hint()}});
        } catch (const std::exception& error) {
            log::event(log::Level::error, "text_upkeep_failed", {{"problem", typeid(error).name()}});
        }
    }

    std::mutex mutex; // of `settings` and `due`
    std::condition_variable_any wake;
    config::Settings settings;
    bool due = false;
    const util::Clock& clock;
    std::string verified; // the model whose checksum was looked at; of the thread
    std::jthread thread;  // last: it ends before what it uses
};

TextWorker::TextWorker(config::Settings settings, const util::Clock& clock)
    : state_(std::make_unique<State>(std::move(settings), clock)) {
    state_->thread = std::jthread([state = state_.get()](const std::stop_token& stop) { state->run(stop); });
}

TextWorker::~TextWorker() = default;

void TextWorker::look() {
    {
        const std::scoped_lock lock(state_->mutex);
        state_->due = true;
    }
    state_->wake.notify_one();
}

void TextWorker::configure(config::Settings settings) {
    const std::scoped_lock lock(state_->mutex);
    state_->settings = std::move(settings);
}

} // namespace padchestd::daemon
