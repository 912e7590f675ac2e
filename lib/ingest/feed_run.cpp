#include "ingest/feed_run.h"

#include "ingest/database.h"
#include "ingest/first_load_end.h"
#include "log/event.h"
#include "util/failure.h"
#include "util/time_text.h"

namespace padchestd::ingest {

namespace {

constexpr std::string_view kPauseReason = "too many records were rejected";
constexpr int kMostReplaced = 3; // batches of a run
constexpr std::string_view kPauseHint = "has the export changed? Look at `padchestd quarantine list`; then "
                                        "mend the feed, or let it go on by `padchestd feed go-on`";

} // namespace

FeedRun::FeedRun(WriterSession& session, FeedSource& source, CircuitBreaker& breaker, StateMirror& mirror,
                 const config::Settings& settings, const util::Clock& clock, const CycleHooks& hooks,
                 CycleReport& report)
    : session_(session)
    , source_(source)
    , breaker_(breaker)
    , mirror_(mirror)
    , settings_(settings)
    , clock_(clock)
    , hooks_(hooks)
    , report_(report)
    , load_(session, source, breaker, settings, clock) {}

void FeedRun::run(const std::stop_token& stop) {
    read_checkpoint();
    if (!source_.open()) {
        report_.state = CycleState::no_feed;
        report_.exit_code = util::ExitCode::no_input;
        report_.problem = "no complete header line yet at " + settings_.feed.path.string();
        report_.hint =
            "does feed.path name the export, and is its writer running? It is looked for at each tick";
        return;
    }
    if (!may_write()) return;
    if (checkpoint_) mirror_.look(*checkpoint_);
    if (!settle_generation()) return;
    begin_first_load();
    first_offset_ = checkpoint_->position.byte_offset;
    while (!is_paused() && load_next()) {
        if (stop.stop_requested()) {
            report_.state = CycleState::stopped;
            return;
        }
    }
}

void FeedRun::read_checkpoint() {
    checkpoint_ = store::read_checkpoint(session_.connection(), settings_.feed.name);
    if (report_.batches == 0 && checkpoint_) found_batch_ = checkpoint_->batch_id;
}

bool FeedRun::may_write() {
    if (session_.lock == store::LockState::rival)
        session_.lock = store::try_writer_lock(session_.connection(), settings_.feed.name);
    if (session_.lock == store::LockState::rival &&
        (!checkpoint_ || source_.work_waits(*checkpoint_, clock_))) {
        session_.lock =
            store::take_over(session_.connection(), settings_.feed.name, takeover_after(settings_));
        if (session_.lock == store::LockState::held)
            log::event(log::Level::warning, "taken_over", {{"feed", settings_.feed.name}});
    }
    if (session_.lock != store::LockState::rival) return true;
    report_.state = CycleState::standby;
    report_.exit_code = util::ExitCode::temporary;
    report_.problem = "another daemon holds the feed " + settings_.feed.name;
    report_.hint = "this one waits and takes over when the other ends; is a second one meant to run?";
    return false;
}

// False: the feed has vanished meanwhile.
bool FeedRun::settle_generation() {
    for (;;) {
        if (checkpoint_) {
            const auto continuity = source_.compare(*checkpoint_);
            if (continuity == feed::Continuity::moved)
                log::event(log::Level::debug, "feed_moved", {{"generation", checkpoint_->generation}});
            if (!feed::is_new_generation(continuity)) return true;
            open_generation(feed::name(continuity));
        } else {
            open_generation("first");
        }
        if (!source_.open()) return false; // compared again: a rival may have opened it, and have gone on
    }
}

void FeedRun::open_generation(std::string_view reason) {
    const auto& tailer = source_.tailer();
    const auto header_end = tailer.first_record().byte_offset;
    const auto* expected = checkpoint_ ? &*checkpoint_ : nullptr;
    const auto previous_end = expected != nullptr ? expected->position.byte_offset : 0;
    if (expected != nullptr) end_first_load(); // while all rows are of one generation
    const auto advance = store::open_generation(session_.connection(), settings_.feed.name, expected,
                                                tailer.identity(header_end), reason, tailer.header().bytes,
                                                util::rfc3339(clock_.now()));
    read_checkpoint();
    if (advance == store::Advance::overtaken) return;
    mirror_.write(*checkpoint_);
    breaker_.reset();
    source_.begin_generation();
    log::event(expected == nullptr ? log::Level::info : log::Level::warning, "generation_opened",
               {{"generation", checkpoint_->generation},
                {"reason", reason},
                {"previous_end", previous_end},
                {"feed_bytes", tailer.size()}});
}

// Of the generation before, whose file is gone: what is refused now cannot be read again. Cycle reports it.
void FeedRun::end_first_load() {
    const auto began = clock_.steady();
    const auto end = store::end_first_load(session_.connection(), nullptr);
    log_first_load_end(end, std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - began));
}

// Where a long backlog waits for an empty store. Cycle ends it.
void FeedRun::begin_first_load() {
    const auto least = settings_.ingest.first_load_bytes;
    const auto backlog = source_.tailer().size() - checkpoint_->position.byte_offset;
    if (least == 0 || backlog < least) return;
    switch (store::begin_first_load(session_.connection(), settings_.feed.name, *checkpoint_)) {
    case store::FirstLoad::begun:
        log::event(log::Level::info, "first_load_begun", {{"feed_bytes", backlog}});
        break;
    case store::FirstLoad::not_here:
        log::event(log::Level::info, "first_load_refused", {{"feed_bytes", backlog}});
        break;
    case store::FirstLoad::not_due:
        break;
    }
}

bool FeedRun::is_paused() {
    if (checkpoint_->paused_reason.empty()) return false;
    report_.state = CycleState::paused;
    report_.exit_code = util::ExitCode::data;
    report_.problem = "the feed is paused: " + checkpoint_->paused_reason;
    report_.hint = kPauseHint;
    return true;
}

bool FeedRun::load_next() {
    auto read = source_.read(*checkpoint_, clock_);
    report_.lag_bytes = read.pending;
    note_waiting(read);
    if (read.records.empty()) return false;
    const auto prepared = prepare(source_, std::move(read), checkpoint_->generation);
    const auto batch = load_.run(*checkpoint_, prepared);
    switch (batch.end) {
    case BatchEnd::overtaken:
        log::event(log::Level::warning, "overtaken",
                   {{"generation", checkpoint_->generation}, {"batch", checkpoint_->batch_id + 1}});
        read_checkpoint();
        // Opened after the checkpoint was read: the rival has perhaps read a longer feed than this one knew,
        // which must not look shrunk.
        return source_.open() && settle_generation();
    case BatchEnd::replaced:
        return begin_again();
    case BatchEnd::tripped:
        pause(batch, prepared);
        return true;
    case BatchEnd::committed:
        break;
    }
    checkpoint_ = batch.checkpoint;
    mirror_.write(*checkpoint_);
    count(prepared, batch);
    if (hooks_.on_progress)
        hooks_.on_progress({checkpoint_->position.byte_offset - first_offset_,
                            source_.tailer().size() - first_offset_, report_.records});
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
    return source_.open() && settle_generation();
}

void FeedRun::pause(const BatchReport& batch, const PreparedBatch& prepared) {
    store::pause_feed(session_.connection(), settings_.feed.name, *checkpoint_, kPauseReason,
                      static_cast<std::int64_t>(prepared.read.end.byte_offset));
    log::event(log::Level::error, "paused",
               {{"records", prepared.read.records.size()},
                {"rejected", batch.result.rejects.size()},
                {"hint", kPauseHint}});
    read_checkpoint();
}

void FeedRun::count(const PreparedBatch& prepared, const BatchReport& batch) {
    const auto& result = batch.result;
    report_.state = CycleState::worked;
    report_.batch = batch.checkpoint.batch_id;
    report_.last_row = static_cast<std::int64_t>(batch.checkpoint.position.record_number);
    report_.batches += 1;
    report_.records += static_cast<std::int64_t>(prepared.read.records.size());
    report_.bytes +=
        static_cast<std::int64_t>(prepared.read.end.byte_offset - prepared.read.start.byte_offset);
    report_.loaded += result.loaded;
    report_.unchanged += result.unchanged;
    report_.superseded += result.superseded;
    report_.quarantined += static_cast<std::int64_t>(result.rejects.size());
    report_.inserted += result.rows.inserted;
    report_.updated += result.rows.updated;
}

} // namespace padchestd::ingest
