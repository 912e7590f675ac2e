// How a run opens the feed's file, finds whether it is the one that was read, and goes from one file of a
// series to the next.
#include "ingest/column_policy.h"
#include "ingest/feed_run.h"
#include "ingest/first_load_end.h"
#include "ingest/series_state.h"
#include "log/event.h"
#include "store/first_load.h"
#include "util/failure.h"
#include "util/printable.h"
#include "util/time_text.h"

namespace padchestd::ingest {

namespace {

constexpr int kMostReplaced = 3; // batches of a run

} // namespace

// The file of a series that the checkpoint is in, or comes next.
bool FeedRun::open() {
    return feed_.source->open(checkpoint_);
}

// The files of a series were taken away after they were read.
void FeedRun::note_all_read() {
    report_.feed_size = 0;
    report_.modified_at = util::parse_rfc3339(checkpoint_->committed_at).value_or(clock_.now());
}

void FeedRun::look_for_disorder() {
    const auto& series = feed_.source->series();
    if (!series.is_pattern()) return;
    const auto left = store::left_files(session_.connection(), settings_.feed.name, checkpoint_->generation);
    report_.out_of_order = out_of_order(series, checkpoint_->file, left);
}

// False: the feed has vanished meanwhile.
bool FeedRun::settle_generation() {
    for (;;) {
        if (checkpoint_) {
            const auto continuity = feed_.source->compare(*checkpoint_);
            if (continuity == feed::Continuity::moved)
                log::event(log::Level::debug, "feed_moved", {{"generation", checkpoint_->generation}});
            if (!feed::is_new_generation(continuity)) return true;
            open_generation(continuity);
        } else {
            open_generation(feed::Continuity::first);
        }
        if (!open()) return false; // compared again: a rival may have opened the generation and read on
    }
}

void FeedRun::open_generation(feed::Continuity reason) {
    const auto& source = *feed_.source;
    const auto& tailer = source.tailer();
    const bool goes_on = reason == feed::Continuity::first || reason == feed::Continuity::next_file;
    const auto header_end = tailer.first_record().byte_offset;
    const auto* expected = checkpoint_ ? &*checkpoint_ : nullptr;
    const auto previous_end = expected != nullptr ? expected->position.byte_offset : 0;
    const auto before = expected != nullptr
                            ? generation_header(session_.connection(), settings_.feed, expected->generation)
                            : tailer.header();
    if (expected != nullptr) end_first_load(); // while all rows are of one generation
    // Of a series the name itself: the file is found by it.
    const auto file = source.series().is_pattern() ? source.file() : util::printable(source.file());
    store::NewGeneration generation{
        tailer.identity(header_end), feed::name(reason), tailer.header().bytes, file, {}};
    if (reason == feed::Continuity::next_file) generation.left_bytes = source.size_of(expected->file);
    const auto advance = store::open_generation(session_.connection(), settings_.feed.name, expected,
                                                generation, util::rfc3339(clock_.now()));
    read_checkpoint();
    if (advance == store::Advance::overtaken) return;
    feed_.mirror.write(*checkpoint_);
    if (!goes_on) feed_.breaker.reset();
    feed_.source->begin_generation();
    log::event(goes_on ? log::Level::info : log::Level::warning, "generation_opened",
               {{"generation", checkpoint_->generation},
                {"reason", feed::name(reason)},
                {"previous_end", previous_end},
                {"feed_bytes", tailer.size()},
                {"file", checkpoint_->file},
                {"columns_added", names_beyond(tailer.header(), before)},
                {"columns_missing", names_beyond(before, tailer.header())}});
}

// Of a series, where all of the open file was read. A first load ends before, while its file can be read
// again. False: nothing more can be read now.
bool FeedRun::begin_next_file() {
    if (feed_.first_load_waited != checkpoint_->generation &&
        store::is_first_load_open(session_.connection())) {
        feed_.first_load_waited = checkpoint_->generation;
        report_.next_file_waits = true;
        return false;
    }
    if (feed_.source->open_next()) return settle_generation();
    end(FeedEnd::no_feed, feed_.source->no_feed());
    return false;
}

// Of the generation before, whose file is gone: what is refused now cannot be read again. Cycle reports it.
void FeedRun::end_first_load() {
    session_.forget_written_keys();
    const auto began = clock_.steady();
    const auto end = store::end_first_load(session_.connection(), nullptr);
    log_first_load_end(end, std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - began));
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
    return open() && settle_generation();
}

// From where the one that overtook this run is.
bool FeedRun::start_over() {
    session_.forget_written_keys();
    log::event(log::Level::warning, "overtaken",
               {{"generation", checkpoint_->generation}, {"batch", checkpoint_->batch_id + 1}});
    read_checkpoint();
    // Opened after the checkpoint was read: the rival has perhaps read a longer feed than this one knew,
    // which must not look shrunk.
    return open() && settle_generation();
}

} // namespace padchestd::ingest
