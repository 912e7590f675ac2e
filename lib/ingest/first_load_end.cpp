#include "ingest/first_load_end.h"

#include "log/event.h"
#include "util/time_text.h"

namespace padchestd::ingest {

using Kind = store::FirstLoadEnd::Kind;

std::optional<store::FeedStart> feed_start(const FeedSource& source,
                                           const std::optional<store::Checkpoint>& checkpoint,
                                           const config::Settings& settings, const util::Clock& clock) {
    if (!checkpoint || !source.is_open() || feed::is_new_generation(source.compare(*checkpoint)))
        return std::nullopt;
    const auto& tailer = source.tailer();
    return store::FeedStart{settings.feed.name, tailer.identity(tailer.first_record().byte_offset),
                            util::rfc3339(clock.now())};
}

int end_first_load(pg::Connection& connection) {
    const auto began = std::chrono::steady_clock::now();
    const auto end = store::end_first_load(connection, nullptr);
    if (end.kind == Kind::not_owner) throw first_load_failure(end);
    log_first_load_end(
        end, std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began));
    if (end.kind == Kind::incomplete)
        log::event(log::Level::error, "first_load_incomplete",
                   {{"problem", store::problem(end)}, {"objects", end.built}});
    return end.built;
}

void log_first_load_end(const store::FirstLoadEnd& end, std::chrono::milliseconds took) {
    const bool done = end.kind == Kind::built || (end.kind == Kind::guarded && end.built > 0);
    if (done && end.caught_up)
        log::event(log::Level::info, "catch_up_done",
                   {{"objects", end.built}, {"duration_ms", took.count()}});
    else if (done)
        log::event(log::Level::info, "first_load_done",
                   {{"objects", end.built}, {"duration_ms", took.count()}});
    if (end.kind == Kind::feed_restarts)
        log::event(log::Level::warning, "first_load_restarted",
                   {{"object", end.object}, {"sqlstate", end.sqlstate}});
}

util::Failure first_load_failure(const store::FirstLoadEnd& end) {
    if (end.kind == Kind::not_owner)
        return {store::problem(end),
                "run `padchestd migrate` as the role that owns the tables: it builds them. Rows are loaded "
                "meanwhile, and checked then",
                util::ExitCode::permission};
    return {store::problem(end),
            "was a row or a column of the clinical store changed by hand? Mend it: what is missing is tried "
            "again in each cycle. Or delete its note from ingest.deferred_objects, to do without it",
            util::ExitCode::data};
}

} // namespace padchestd::ingest
