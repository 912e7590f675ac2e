#include "ingest/feed_source.h"

namespace padchestd::ingest {

FeedSource::FeedSource(const config::Settings& settings, const clinical::Mapping& mapping)
    : settings_(settings.feed)
    , tailer_(settings.feed.path,
              {settings.ingest.batch_rows, settings.ingest.batch_bytes, settings.feed.max_record_bytes})
    , mapping_(mapping) {}

bool FeedSource::open() {
    is_open_ = false; // also where the next line throws
    if (!tailer_.open()) return false;
    if (!reader_ || header_ != tailer_.header().bytes) {
        reader_ = mapping_.reader(tailer_.header());
        header_ = tailer_.header().bytes;
    }
    is_open_ = true;
    return true;
}

feed::Position FeedSource::start_of(const store::Checkpoint& checkpoint) const {
    return checkpoint.position.byte_offset == 0 ? tailer_.first_record() : checkpoint.position;
}

feed::Continuity FeedSource::compare(const store::Checkpoint& checkpoint) const {
    return tailer_.compare(checkpoint.identity, start_of(checkpoint).byte_offset);
}

bool FeedSource::work_waits(const store::Checkpoint& checkpoint, const util::Clock& clock) {
    return feed::is_new_generation(compare(checkpoint)) ||
           tailer_.has_record(start_of(checkpoint), final_record(clock));
}

feed::Batch FeedSource::read(feed::Position from, const util::Clock& clock) {
    reader_->begin_batch();
    return tailer_.read(from, final_record(clock));
}

feed::FinalRecord FeedSource::final_record(const util::Clock& clock) const {
    const bool writer_is_idle = settings_.final_record == config::FinalRecord::idle_timeout &&
                                clock.now() - tailer_.modified_at() >= settings_.final_record_timeout;
    return writer_is_idle ? feed::FinalRecord::take_it_now : feed::FinalRecord::wait;
}

} // namespace padchestd::ingest
