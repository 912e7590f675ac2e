#include "daemon/text_worker.h"

#include "ingest/session_settings.h"
#include "log/event.h"
#include "pg/error.h"
#include "text/decomposition.h"
#include "text_store/maintenance.h"

#include <sys/resource.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <typeinfo>

namespace padchestd::daemon {

namespace {

// A switch and an index take minutes on a large store, and nobody waits for them.
constexpr std::chrono::hours kPatience{4};

void log_upkeep(const text_store::Upkeep& done) {
    if (done.switched)
        log::event(log::Level::info, "text_model_in_use",
                   {{"model", done.model},
                    {"reports", done.embedded},
                    {"fit_ms", done.fit_ms},
                    {"duration_ms", done.duration_ms}});
    if (done.settled > 0) log::event(log::Level::info, "reports_embedded", {{"reports", done.settled}});
    if (done.indexed) log::event(log::Level::info, "vector_index_built", {{"model", done.model}});
}

} // namespace

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
            auto options = ingest::session_options(now.postgres, "text", stop);
            options.statement_timeout = kPatience;
            pg::Connection connection(std::move(options));
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
