// How a run holds a batch back, and how a pause ends without an operator.
#include "ingest/feed_run.h"
#include "ingest/held_batch.h"
#include "log/event.h"
#include "store/pause.h"

namespace padchestd::ingest {

namespace {

constexpr std::string_view kPauseHint = "has the export changed? `padchestd feed status` shows what is held "
                                        "against the batch. A mended feed is read "
                                        "by itself; `padchestd feed go-on` lets this one go on as it is";

} // namespace

bool FeedRun::is_paused() {
    if (checkpoint_->paused_reason.empty()) return false;
    if (was_mended()) {
        store::lift_pause(session_.connection(), settings_.feed.name, *checkpoint_);
        log::event(
            log::Level::info, "pause_lifted",
            {{"generation", checkpoint_->generation}, {"byte_offset", checkpoint_->position.byte_offset}});
        feed_.breaker.reset();
        read_checkpoint();
        if (checkpoint_->paused_reason.empty()) return false;
    }
    report_.lag_bytes = bytes_ahead();
    end(FeedEnd::paused,
        {"the feed is paused: " + checkpoint_->paused_reason, std::string(kPauseHint), util::ExitCode::data});
    return true;
}

// An operator's word is for the bytes that were held back. Before the first batch of a generation another
// file with the same header is no new generation.
void FeedRun::check_word() {
    if (checkpoint_->go_on_until == 0 || !checkpoint_->paused_reason.empty() || !was_mended()) return;
    store::forget_word(session_.connection(), settings_.feed.name, *checkpoint_);
    read_checkpoint();
}

// Whether the bytes of the batch that was held back are others now, or gone. The bytes before them are the
// same: else this were another generation.
bool FeedRun::was_mended() const {
    if (!checkpoint_->paused_hash) return false;
    const auto until = static_cast<std::uint64_t>(checkpoint_->paused_until);
    const auto& tailer = feed_.source->tailer();
    return tailer.size() < until || session_.hash_key()(tailer.hash(checkpoint_->position.byte_offset,
                                                                    until)) != *checkpoint_->paused_hash;
}

void FeedRun::pause(const BatchReport& batch, const PreparedBatch& prepared) {
    hold(describe_held(batch.verdict, checkpoint_->profile, prepared, batch.result), prepared,
         batch.result.rejects.size());
}

void FeedRun::hold(store::Pause pause, const PreparedBatch& prepared, std::size_t rejected) {
    pause.until = static_cast<std::int64_t>(prepared.read.end.byte_offset);
    pause.hash = session_.hash_key()(prepared.read.bytes_hash);
    store::pause_feed(session_.connection(), settings_.feed.name, *checkpoint_, pause);
    log::event(log::Level::error, "breaker_tripped",
               {{"records", prepared.read.records.size()}, {"rejected", rejected}, {"why", pause.what}});
    read_checkpoint();
}

} // namespace padchestd::ingest
