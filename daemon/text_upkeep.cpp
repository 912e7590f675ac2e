#include "daemon/text_upkeep.h"

#include "ingest/database.h"
#include "log/event.h"
#include "pg/error.h"
#include "text/decomposition.h"
#include "warehouse/refresh.h"

namespace padchestd::daemon {

namespace {

// A switch and an index take minutes on a large store.
constexpr std::chrono::hours kPatience{4};

} // namespace

pg::Connection text_session(const config::Settings& settings, const std::stop_token& stop) {
    auto options = ingest::session_options(settings.postgres, "text", stop);
    options.statement_timeout = kPatience;
    return pg::Connection(std::move(options));
}

text_store::Upkeep keep_text_up_at_once(const config::Settings& settings,
                                        const text_store::UpkeepOptions& options, const util::Clock& clock,
                                        const std::stop_token& stop) {
    auto connection = text_session(settings, stop);
    try {
        auto vectors = options;
        vectors.index = false;
        auto done = text_store::keep_up(connection, vectors, clock, stop);
        if (done.switched || done.settled > 0) static_cast<void>(warehouse::refresh(connection, clock));
        if (done.busy || !options.index) return done;
        text_store::UpkeepOptions rest;
        rest.least_reports = 0;
        const auto index = text_store::keep_up(connection, rest, clock, stop);
        done.indexed = index.indexed;
        done.duration_ms += index.duration_ms;
        return done;
    } catch (const text::Stopped&) {
        throw pg::Interrupted("fit a text model");
    }
}

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

} // namespace padchestd::daemon
