#include "ingest/feed_source.h"

#include "config/renamed_columns.h"
#include "ingest/column_policy.h"
#include "log/event.h"

#include <algorithm>
#include <limits>

namespace padchestd::ingest {

namespace {

feed::Encoding encoding_of(config::FeedEncoding encoding) {
    switch (encoding) {
    case config::FeedEncoding::latin1:
        return feed::Encoding::latin1;
    case config::FeedEncoding::utf16:
        return feed::Encoding::utf16;
    case config::FeedEncoding::utf8:
        break;
    }
    return feed::Encoding::utf8;
}

} // namespace

feed::Declaration declaration_of(const config::FeedSettings& settings) {
    return {encoding_of(settings.encoding), config::parse_renamed_columns(settings.renamed_columns)
                                                .value_or(decltype(feed::Declaration::renamed){})};
}

FeedSource::FeedSource(const config::Settings& settings, const clinical::Mapping& mapping)
    : settings_(settings.feed)
    , tailer_(settings.feed.path,
              {settings.ingest.batch_rows, settings.ingest.batch_bytes, settings.feed.max_record_bytes},
              declaration_of(settings.feed))
    , mapping_(mapping)
    , patience_(settings.feed.hole_timeout) {}

void FeedSource::use_hash_key(const util::HashKey& key) {
    tailer_.use_hash_key(key);
    hash_key_.emplace(key);
    if (reader_) reader_->use_hash_key(key);
}

bool FeedSource::open() {
    is_open_ = false; // also where the next line throws
    if (!tailer_.open()) return false;
    if (!reader_ || header_ != tailer_.header().bytes) {
        reader_ = mapping_.reader(tailer_.header());
        if (hash_key_) reader_->use_hash_key(*hash_key_);
        header_.clear(); // also where the next line throws
        check_columns(tailer_.header(), mapping_, settings_);
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
           tailer_.has_record(start_of(checkpoint), final_record(clock), holes_passed(checkpoint, clock));
}

bool FeedSource::still_holds(const store::Checkpoint& checkpoint, const feed::Batch& batch) const {
    return !feed::is_new_generation(compare(checkpoint)) && tailer_.still_holds(batch);
}

feed::Batch FeedSource::read(const store::Checkpoint& checkpoint, const util::Clock& clock) {
    reader_->begin_batch();
    auto batch = tailer_.read(start_of(checkpoint), final_record(clock), holes_passed(checkpoint, clock));
    if (patience_.look(tailer_.size(), batch.hole, clock.steady())) {
        log::event(log::Level::warning, "feed_hole",
                   {{"generation", checkpoint.generation},
                    {"byte_offset", batch.hole->begin},
                    {"bytes", batch.hole->end - batch.hole->begin},
                    {"last_row", batch.end.record_number}});
    }
    return batch;
}

feed::FinalRecord FeedSource::final_record(const util::Clock& clock) const {
    const bool writer_is_idle = settings_.final_record == config::FinalRecord::idle_timeout &&
                                clock.now() - tailer_.modified_at() >= settings_.final_record_timeout;
    return writer_is_idle ? feed::FinalRecord::take_it_now : feed::FinalRecord::wait;
}

std::uint64_t FeedSource::holes_passed(const store::Checkpoint& checkpoint, const util::Clock& clock) const {
    // Nobody has written for as long: also where this program has only just started.
    if (clock.now() - tailer_.changed_at() >= settings_.hole_timeout) return feed::kEveryHole;
    // "All later batches" means rejected records: damage that an operator has seen, and no hole.
    const bool one_batch = checkpoint.go_on_until != std::numeric_limits<std::int64_t>::max();
    const auto allowed = one_batch ? static_cast<std::uint64_t>(checkpoint.go_on_until) : feed::kNoHole;
    return std::max(allowed, patience_.passed(clock.steady()));
}

} // namespace padchestd::ingest
