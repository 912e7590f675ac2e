#include "ingest/wait_watch.h"

#include <algorithm>
#include <string>

namespace padchestd::ingest {

namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;

// In the largest unit that gives a whole number.
std::string text(milliseconds time) {
    const auto count = time.count();
    for (const auto& [unit, length] :
         {std::pair{"d", 86'400'000}, {"h", 3'600'000}, {"min", 60'000}, {"s", 1'000}}) {
        if (count >= length && count % length == 0) return std::to_string(count / length) + " " + unit;
    }
    return std::to_string(count) + " ms";
}

} // namespace

const char* name(WaitKind kind) {
    switch (kind) {
    case WaitKind::unfinished_record:
        return "unfinished_record";
    case WaitKind::hole:
        return "hole";
    case WaitKind::paused:
        return "paused";
    case WaitKind::standby:
        return "standby";
    case WaitKind::no_feed:
        return "no_feed";
    case WaitKind::not_growing:
        return "not_growing";
    }
    return "unfinished_record";
}

util::Problem wait_problem(WaitKind kind, milliseconds limit, const config::FeedSettings& feed) {
    const std::string longer = "for more than " + text(limit);
    switch (kind) {
    case WaitKind::unfinished_record:
        break;
    case WaitKind::hole:
        return {"the feed has held NUL bytes that nobody fills in " + longer,
                "does the program that copies the feed still run? At the end of the file they are always "
                "waited for",
                util::ExitCode::data};
    case WaitKind::paused:
        return {"the feed has been paused " + longer, "`padchestd feed status` shows why",
                util::ExitCode::data};
    case WaitKind::standby:
        return {"another daemon holds the feed " + feed.name + ", and has not read on " + longer,
                "what does `padchestd status` report where that daemon runs?", util::ExitCode::temporary};
    case WaitKind::no_feed:
        return {"there has been no feed with a whole header line at " + feed.path.string() + " " + longer,
                "does feed.path name the export, and is its writer running?", util::ExitCode::no_input};
    case WaitKind::not_growing:
        return {"the feed has not grown " + longer,
                "does the export still run? feed.expect_every states how often it is expected",
                util::ExitCode::temporary};
    }
    return {"the feed's last record has had no end " + longer + ", and what follows it waits",
            "is its writer still at work, or did it leave a quote open? An open quote ends at "
            "feed.max_record_bytes; "
            "feed.final_record: idle_timeout takes a last line without a line end",
            util::ExitCode::temporary};
}

void WaitWatch::configure(const config::Settings& settings) {
    feed_ = settings.feed;
    limit_ = std::max(settings.feed.wait_limit, 2 * settings.schedule.interval);
}

void WaitWatch::forget() {
    waits_since_.reset();
    size_.reset();
}

std::optional<Wait> WaitWatch::look(const FeedSight& sight, const util::Clock& clock) {
    auto grown = growth(sight, clock); // first: it has to see each look
    if (auto wait = lag(sight, clock.steady())) return wait;
    return sight.waits_for ? std::nullopt : grown;
}

std::optional<Wait> WaitWatch::lag(const FeedSight& sight, util::SteadyTime now) {
    if (!sight.waits_for || sight.read_up_to != read_up_to_) waits_since_.reset();
    read_up_to_ = sight.read_up_to;
    if (!sight.waits_for) return std::nullopt;
    if (!waits_since_) waits_since_ = now;
    const auto age = now - *waits_since_;
    if (age <= limit_) return std::nullopt;
    return Wait{*sight.waits_for, duration_cast<seconds>(age), sight.unread_bytes,
                wait_problem(*sight.waits_for, limit_, feed_)};
}

std::optional<Wait> WaitWatch::growth(const FeedSight& sight, const util::Clock& clock) {
    const auto now = clock.steady();
    if (!sight.feed_size) return std::nullopt;
    if (!size_) { // only the file knows how long it had been so before
        const auto before = std::max(util::WallTime::duration(0), clock.now() - sight.modified_at);
        grown_at_ = now - duration_cast<util::SteadyTime::duration>(before);
    } else if (*size_ != *sight.feed_size) {
        grown_at_ = now;
    }
    size_ = sight.feed_size;
    const auto age = now - grown_at_;
    if (feed_.expect_every.count() == 0 || age <= feed_.expect_every) return std::nullopt;
    return Wait{WaitKind::not_growing, duration_cast<seconds>(age), sight.unread_bytes,
                wait_problem(WaitKind::not_growing, feed_.expect_every, feed_)};
}

} // namespace padchestd::ingest
