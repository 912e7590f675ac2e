#include "ingest/feed_run.h"

#include "ingest/column_policy.h"
#include "ingest/database.h"
#include "ingest/feed_people.h"
#include "ingest/first_load_end.h"
#include "ingest/held_batch.h"
#include "log/event.h"
#include "pg/error.h"
#include "pg/migrator.h"
#include "store/first_load.h"
#include "store/pause.h"
#include "util/failure.h"
#include "util/time_text.h"

namespace padchestd::ingest {

namespace {

constexpr int kMostReplaced = 3; // batches of a run

// Once a run has ended well.
std::optional<WaitKind> wait_of(const FeedReport& report, feed::Waiting waiting) {
    switch (report.end) {
    case FeedEnd::no_feed:
        return WaitKind::no_feed;
    case FeedEnd::paused:
        return WaitKind::paused;
    case FeedEnd::read:
        break;
    default:
        return report.waits_for;
    }
    if (waiting == feed::Waiting::nothing) return std::nullopt;
    return waiting == feed::Waiting::hole ? WaitKind::hole : WaitKind::unfinished_record;
}

} // namespace

FeedReport FeedRun::run(const std::stop_token& stop,
                        const std::function<void(const Progress&)>& on_progress) {
    try {
        follow_with_pool(stop, on_progress);
    } catch (const pg::CommitInDoubt& failure) {
        report_.commit_in_doubt = true;
        end(FeedEnd::database_failed, failure.problem());
    } catch (const pg::Error& failure) {
        end(FeedEnd::database_failed, failure.problem());
    } catch (const pg::ForeignHistory& failure) {
        end(FeedEnd::database_failed, failure.problem());
    } catch (const pg::Interrupted& failure) {
        end(FeedEnd::stopped, failure.problem());
    } catch (const util::Failure& failure) {
        end(FeedEnd::feed_failed, failure.problem());
    }
    report_.checkpoint = checkpoint_;
    report_.waits_for = wait_of(report_, report_.waiting);
    return report_;
}

// A pool that is too small for the draw by patient is reported with the size that is enough.
void FeedRun::follow_with_pool(const std::stop_token& stop,
                               const std::function<void(const Progress&)>& on_progress) {
    try {
        follow(stop, on_progress);
    } catch (const store::PoolTooSmall& failure) {
        throw too_small(failure, settings_, feed_.source->mapping(),
                        store::read_pool(session_.connection()).draw);
    }
}

void FeedRun::follow(const std::stop_token& stop, const std::function<void(const Progress&)>& on_progress) {
    read_checkpoint();
    if (!feed_.source->open()) {
        return end(
            FeedEnd::no_feed,
            {"no complete header line yet at " + settings_.feed.path.string(),
             "does feed.path name the export, and is its writer running? It is looked for at each tick",
             util::ExitCode::no_input});
    }
    report_.feed_size = feed_.source->tailer().size();
    report_.modified_at = feed_.source->tailer().modified_at();
    if (!may_write()) return;
    if (checkpoint_) feed_.mirror.look(*checkpoint_);
    if (!settle_generation()) return;
    check_word();
    begin_first_load();
    for (bool more = true; more && !is_paused();) {
        const auto batches = report_.counts.batches;
        more = load_next();
        if (on_progress && report_.counts.batches > batches) on_progress(progress());
        if (more && stop.stop_requested())
            return end(FeedEnd::stopped, pg::Interrupted("read the feed to its end").problem());
    }
}

void FeedRun::end(FeedEnd end, util::Problem problem) {
    report_.end = end;
    report_.problem = std::move(problem);
}

void FeedRun::read_checkpoint() {
    checkpoint_ = store::read_checkpoint(session_.connection(), settings_.feed.name);
    if (report_.counts.batches == 0 && checkpoint_) report_.found_batch = checkpoint_->batch_id;
}

bool FeedRun::may_write() {
    const auto& feed = settings_.feed.name;
    if (session_.take_lock(feed)) return true;
    const bool work_waits = !checkpoint_ || feed_.source->work_waits(*checkpoint_, clock_);
    if (work_waits && session_.take_over(feed, takeover_after(settings_))) {
        log::event(log::Level::warning, "taken_over", {{"feed", feed}});
        return true;
    }
    if (checkpoint_) report_.lag_bytes = bytes_ahead();
    if (work_waits) report_.waits_for = WaitKind::standby;
    end(FeedEnd::standby, {"another daemon holds the feed " + feed,
                           "this one waits and takes over when the other ends; is a second one meant to run?",
                           util::ExitCode::temporary});
    return false;
}

// False: the feed has vanished meanwhile.
bool FeedRun::settle_generation() {
    for (;;) {
        if (checkpoint_) {
            const auto continuity = feed_.source->compare(*checkpoint_);
            if (continuity == feed::Continuity::moved)
                log::event(log::Level::debug, "feed_moved", {{"generation", checkpoint_->generation}});
            if (!feed::is_new_generation(continuity)) return true;
            open_generation(feed::name(continuity));
        } else {
            open_generation("first");
        }
        if (!feed_.source->open())
            return false; // compared again: a rival may have opened it, and have gone on
    }
}

void FeedRun::open_generation(std::string_view reason) {
    const auto& tailer = feed_.source->tailer();
    const auto header_end = tailer.first_record().byte_offset;
    const auto* expected = checkpoint_ ? &*checkpoint_ : nullptr;
    const auto previous_end = expected != nullptr ? expected->position.byte_offset : 0;
    const auto before = expected != nullptr
                            ? generation_header(session_.connection(), settings_.feed, expected->generation)
                            : tailer.header();
    if (expected != nullptr) end_first_load(); // while all rows are of one generation
    const auto advance = store::open_generation(session_.connection(), settings_.feed.name, expected,
                                                tailer.identity(header_end), reason, tailer.header().bytes,
                                                util::rfc3339(clock_.now()));
    read_checkpoint();
    if (advance == store::Advance::overtaken) return;
    feed_.mirror.write(*checkpoint_);
    feed_.breaker.reset();
    feed_.source->begin_generation();
    log::event(expected == nullptr ? log::Level::info : log::Level::warning, "generation_opened",
               {{"generation", checkpoint_->generation},
                {"reason", reason},
                {"previous_end", previous_end},
                {"feed_bytes", tailer.size()},
                {"columns_added", names_beyond(tailer.header(), before)},
                {"columns_missing", names_beyond(before, tailer.header())}});
}

// Of the generation before, whose file is gone: what is refused now cannot be read again. Cycle reports it.
void FeedRun::end_first_load() {
    session_.forget_written_keys();
    const auto began = clock_.steady();
    const auto end = store::end_first_load(session_.connection(), nullptr);
    log_first_load_end(end, std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - began));
}

// Where a long backlog waits for an empty store. Cycle ends it.
void FeedRun::begin_first_load() {
    const auto least = settings_.ingest.first_load_bytes;
    const auto backlog = feed_.source->tailer().size() - checkpoint_->position.byte_offset;
    if (least == 0 || backlog < least) return;
    switch (store::begin_first_load(session_.connection(), settings_.feed.name, *checkpoint_)) {
    case store::FirstLoad::begun:
        session_.first_load_begun();
        log::event(log::Level::info, "first_load_begun", {{"feed_bytes", backlog}});
        break;
    case store::FirstLoad::not_here:
        log::event(log::Level::info, "first_load_refused", {{"feed_bytes", backlog}});
        break;
    case store::FirstLoad::not_due:
        break;
    }
}

bool FeedRun::load_next() {
    auto read = feed_.source->read(*checkpoint_, clock_);
    report_.lag_bytes = read.pending;
    note_waiting(read);
    if (read.records.empty()) return false;
    const auto prepared = prepare(*feed_.source, std::move(read), checkpoint_->generation);
    if (prepared.damage &&
        static_cast<std::int64_t>(prepared.read.end.byte_offset) > checkpoint_->go_on_until) {
        hold({*prepared.damage, 0, {}, {}}, prepared, prepared.rejects.size());
        return true;
    }
    const auto batch = load_.run(*checkpoint_, prepared, feed_.breaker);
    switch (batch.end) {
    case BatchEnd::overtaken:
        return start_over();
    case BatchEnd::replaced:
        return begin_again();
    case BatchEnd::tripped:
        pause(batch, prepared);
        return true;
    case BatchEnd::committed:
        break;
    }
    checkpoint_ = batch.checkpoint;
    feed_.breaker.passed(batch.tally);
    feed_.mirror.write(*checkpoint_);
    count(prepared, batch);
    return prepared.read.more;
}

void FeedRun::note_waiting(const feed::Batch& read) {
    report_.waiting = read.waiting;
    report_.hole = read.hole;
}

// The file is perhaps being written over at this moment: a few times at once, then at the next tick.
bool FeedRun::begin_again() {
    log::event(log::Level::warning, "feed_replaced",
               {{"generation", checkpoint_->generation}, {"batch", checkpoint_->batch_id + 1}});
    if (++replaced_ > kMostReplaced) {
        throw util::Failure("the feed " + settings_.feed.path.string() + " changes while it is read",
                            "does a program write over it in place? It is read again at the next tick",
                            util::ExitCode::temporary);
    }
    return feed_.source->open() && settle_generation();
}

// From where the one that overtook this run is.
bool FeedRun::start_over() {
    session_.forget_written_keys();
    log::event(log::Level::warning, "overtaken",
               {{"generation", checkpoint_->generation}, {"batch", checkpoint_->batch_id + 1}});
    read_checkpoint();
    // Opened after the checkpoint was read: the rival has perhaps read a longer feed than this one knew,
    // which must not look shrunk.
    return feed_.source->open() && settle_generation();
}

void FeedRun::count(const PreparedBatch& prepared, const BatchReport& batch) {
    const auto& result = batch.result;
    auto& counts = report_.counts;
    counts.batches += 1;
    counts.records += static_cast<std::int64_t>(prepared.read.records.size());
    counts.bytes +=
        static_cast<std::int64_t>(prepared.read.end.byte_offset - prepared.read.start.byte_offset);
    counts.loaded += result.loaded;
    counts.unchanged += result.unchanged;
    counts.superseded += result.superseded;
    counts.quarantined += static_cast<std::int64_t>(result.rejects.size());
    counts.inserted += result.rows.inserted;
    counts.updated += result.rows.updated;
}

// Of the open file, after the checkpoint. All of a file that is shorter: it is another one.
std::uint64_t FeedRun::bytes_ahead() const {
    const auto size = feed_.source->tailer().size();
    const auto read = checkpoint_->position.byte_offset;
    return size < read ? size : size - read;
}

// Counted from what was read, not from where the run began: a new generation begins at byte 0 again.
Progress FeedRun::progress() const {
    const auto done = static_cast<std::uint64_t>(report_.counts.bytes);
    return {done, done + report_.lag_bytes, report_.counts.records};
}

} // namespace padchestd::ingest
