#include "ingest/feed_run.h"

#include "ingest/feed_people.h"
#include "ingest/held_batch.h"
#include "ingest/session_settings.h"
#include "log/event.h"
#include "pg/error.h"
#include "pg/migrator.h"
#include "store/catch_up.h"
#include "store/pause.h"
#include "util/failure.h"

#include <utility>

namespace padchestd::ingest {

namespace {

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

FeedReport FeedRun::run(const std::stop_token& stop, const std::function<void(const Progress&)>& on_progress,
                        const std::function<void()>& on_work) {
    on_work_ = on_work;
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
    if (!open()) {
        if (feed_.source->is_exhausted(checkpoint_)) return note_all_read();
        return end(FeedEnd::no_feed, feed_.source->no_feed());
    }
    report_.feed_size = feed_.source->tailer().size();
    report_.modified_at = feed_.source->tailer().modified_at();
    if (!may_write()) return;
    if (checkpoint_) feed_.mirror.look(*checkpoint_);
    if (!settle_generation()) return;
    look_for_disorder();
    check_word();
    begin_first_load();
    BatchAhead ahead(*feed_.source);
    for (bool more = true; more && !is_paused();) {
        const auto batches = report_.counts.batches;
        more = load_next(ahead);
        if (on_progress && report_.counts.batches > batches) on_progress(progress());
        if (more && stop.stop_requested())
            return end(FeedEnd::stopped, pg::Interrupted("read the feed to its end").problem());
    }
    ahead.drop();
    feed_.source->tailer().end_read_ahead();
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

// Where a long backlog waits for an empty store. Cycle ends it.
void FeedRun::begin_first_load() {
    const auto least = settings_.ingest.first_load_bytes;
    const auto backlog = backlog_of_file();
    if (least == 0 || backlog < least) return;
    switch (store::begin_first_load(session_.connection(), settings_.feed.name, *checkpoint_)) {
    case store::FirstLoad::begun:
        session_.first_load_begun(reports_beside());
        log::event(log::Level::info, "first_load_begun", {{"feed_bytes", backlog}});
        break;
    case store::FirstLoad::not_here:
        log::event(log::Level::info, "first_load_refused", {{"feed_bytes", backlog}});
        break;
    case store::FirstLoad::not_due:
        break;
    }
}

// Nothing where a second session is not to be had: then all is filled at the end.
std::unique_ptr<warehouse::ReportsBeside> FeedRun::reports_beside() const {
    try {
        const auto& writer = session_.connection().options();
        return std::make_unique<warehouse::ReportsBeside>(
            session_options(settings_.postgres, "reports", writer.stop, writer.on_wait));
    } catch (const pg::Error&) {
        return nullptr;
    }
}

// Where a long backlog waits for a store that holds rows, and its next batch is new. Cycle ends it.
void FeedRun::begin_catch_up(const PreparedBatch& next) {
    const auto least = settings_.ingest.catch_up_bytes;
    const auto backlog = backlog_of_file();
    if (catch_up_tried_ || least == 0 || backlog < least) return;
    const auto outcome = store::begin_catch_up(session_.connection(), settings_.feed.name, *checkpoint_,
                                               backlog, next.studies);
    catch_up_tried_ = outcome != store::FirstLoad::not_due;
    if (outcome == store::FirstLoad::begun)
        log::event(log::Level::info, "catch_up_begun", {{"feed_bytes", backlog}});
    else if (catch_up_tried_)
        log::event(log::Level::info, "catch_up_refused", {{"feed_bytes", backlog}});
}

bool FeedRun::load_next(BatchAhead& ahead) {
    auto next = ahead.take(*checkpoint_);
    if (next) {
        note(next->read);
    } else {
        auto read = feed_.source->read(*checkpoint_, clock_);
        note(read);
        if (feed_.source->is_finished(read)) return begin_next_file();
        if (read.records.empty()) return false;
        next = prepare(*feed_.source, std::move(read), checkpoint_->generation);
    }
    const PreparedBatch& prepared = *next;
    if (prepared.damage &&
        static_cast<std::int64_t>(prepared.read.end.byte_offset) > checkpoint_->go_on_until) {
        hold({*prepared.damage, 0, {}, {}}, prepared, prepared.rejects.size());
        return true;
    }
    if (const auto begin = std::exchange(on_work_, {})) begin();
    begin_catch_up(prepared);
    ahead.begin(prepared, *checkpoint_, clock_);
    const auto batch = load_.run(*checkpoint_, prepared, feed_.breaker);
    if (batch.end != BatchEnd::committed) ahead.drop(); // the feed is read from elsewhere
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
    session_.batch_committed();
    feed_.breaker.passed(batch.tally);
    feed_.mirror.write(*checkpoint_);
    count(prepared, batch);
    return prepared.read.more || feed_.source->has_next();
}

void FeedRun::note(const feed::Batch& read) {
    report_.lag_bytes = read.pending + feed_.source->bytes_after();
    report_.waiting = read.waiting;
    report_.hole = read.hole;
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

// Of the open file, after the checkpoint, and of those after it. All of a file that is shorter: it is another
// one.
std::uint64_t FeedRun::bytes_ahead() const {
    const auto size = feed_.source->tailer().size();
    const auto read = checkpoint_->position.byte_offset;
    return (size < read ? size : size - read) + feed_.source->bytes_after();
}

std::uint64_t FeedRun::backlog_of_file() const {
    return feed_.source->tailer().size() - checkpoint_->position.byte_offset;
}

// Counted from what was read, not from where the run began: a new generation begins at byte 0 again.
Progress FeedRun::progress() const {
    const auto done = static_cast<std::uint64_t>(report_.counts.bytes);
    return {done, done + report_.lag_bytes, report_.counts.records};
}

} // namespace padchestd::ingest
