#include "ingest/feed_source.h"

#include "config/renamed_columns.h"
#include "ingest/column_policy.h"
#include "ingest/series_state.h"
#include "log/event.h"
#include "util/failure.h"

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
    , limits_{settings.ingest.batch_rows, settings.ingest.batch_bytes, settings.feed.max_record_bytes}
    , series_(settings.feed.path)
    , file_(series_.is_pattern() ? "" : settings.feed.path.filename().string())
    , tailer_(tailer_of(file_))
    , mapping_(mapping)
    , patience_(settings.feed.hole_timeout) {}

std::unique_ptr<feed::Tailer> FeedSource::tailer_of(const std::string& name) const {
    auto tailer = std::make_unique<feed::Tailer>(series_.path_of(name), limits_, declaration_of(settings_));
    if (hash_key_) tailer->use_hash_key(*hash_key_);
    return tailer;
}

void FeedSource::use_hash_key(const util::HashKey& key) {
    tailer_->use_hash_key(key);
    hash_key_.emplace(key);
    if (reader_) reader_->use_hash_key(key);
}

bool FeedSource::open(const std::optional<store::Checkpoint>& checkpoint) {
    is_open_ = false; // also where the next line throws
    series_.list();
    const auto* const file = file_to_read(series_, checkpoint);
    return file != nullptr && open_file(file->name);
}

bool FeedSource::open_file(const std::string& name) {
    is_open_ = false;
    if (series_.find(name) == nullptr) return false;
    if (name != file_) tailer_ = tailer_of(name);
    file_ = name;
    if (!tailer_->open()) return false;
    take_header();
    is_open_ = true;
    return true;
}

bool FeedSource::open_next() {
    const auto* const next = series_.after(file_);
    if (next == nullptr) return false;
    auto tailer = tailer_of(next->name);
    if (!tailer->open()) return false;
    is_open_ = false;
    tailer_ = std::move(tailer);
    file_ = next->name;
    take_header();
    is_open_ = true;
    return true;
}

// Where a column is missing it is the file of a series that has to be named.
void FeedSource::take_header() {
    if (reader_ && header_ == tailer_->header().bytes) return;
    header_.clear(); // also where the next lines throw
    try {
        reader_ = mapping_.reader(tailer_->header());
        if (hash_key_) reader_->use_hash_key(*hash_key_);
        check_columns(tailer_->header(), mapping_, settings_);
    } catch (const util::Failure& failure) {
        if (!series_.is_pattern()) throw;
        auto problem = failure.problem();
        problem.what = "file " + file_ + ": " + problem.what;
        throw util::Failure(problem);
    }
    header_ = tailer_->header().bytes;
}

std::optional<std::uint64_t> FeedSource::size_of(std::string_view name) const {
    const auto* const file = series_.find(name);
    return file == nullptr ? std::nullopt : std::optional(file->bytes);
}

bool FeedSource::is_exhausted(const std::optional<store::Checkpoint>& checkpoint) const {
    return series_.is_pattern() && checkpoint && checkpoint->read_to_end && !checkpoint->file.empty() &&
           series_.find(checkpoint->file) == nullptr && series_.after(checkpoint->file) == nullptr;
}

util::Problem FeedSource::no_feed() const {
    constexpr const char* kHint = "does feed.path name the export, and is its writer running? It is looked "
                                  "for at each tick";
    const auto* const next = series_.after(file_);
    if (series_.files().empty())
        return {"no file with a byte in it matches " + series_.path().string(), kHint,
                util::ExitCode::no_input};
    const auto name = is_open_ && next != nullptr ? next->name : file_;
    return {"no complete header line yet at " + series_.path_of(name).string(), kHint,
            util::ExitCode::no_input};
}

feed::Position FeedSource::start_of(const store::Checkpoint& checkpoint) const {
    return checkpoint.position.byte_offset == 0 ? tailer_->first_record() : checkpoint.position;
}

feed::Continuity FeedSource::compare(const store::Checkpoint& checkpoint) const {
    if (series_.is_pattern() && !checkpoint.file.empty() && checkpoint.file != file_)
        return feed::Continuity::next_file;
    return tailer_->compare(checkpoint.identity, start_of(checkpoint).byte_offset);
}

bool FeedSource::work_waits(const store::Checkpoint& checkpoint, const util::Clock& clock) {
    if (feed::is_new_generation(compare(checkpoint))) return true;
    const auto from = start_of(checkpoint);
    if (tailer_->has_record(from, final_record(clock), holes_passed(checkpoint, clock))) return true;
    return has_next() &&
           is_finished(tailer_->read(from, final_record(clock), holes_passed(checkpoint, clock)));
}

bool FeedSource::is_at_end(const feed::Batch& read) const {
    return !read.more && read.waiting == feed::Waiting::nothing && !tailer_->source().damage();
}

bool FeedSource::is_finished(const feed::Batch& read) const {
    return has_next() && read.records.empty() && is_at_end(read);
}

bool FeedSource::still_holds(const store::Checkpoint& checkpoint, const feed::Batch& batch) const {
    return !feed::is_new_generation(compare(checkpoint)) && tailer_->still_holds(batch);
}

feed::Batch FeedSource::read(const store::Checkpoint& checkpoint, const util::Clock& clock) {
    reader_->begin_batch();
    const auto how = how_to_read(checkpoint, clock);
    auto batch = tailer_->read(start_of(checkpoint), how.final_record, how.holes_passed);
    if (patience_.look(tailer_->size(), batch.hole, clock.steady())) {
        log::event(log::Level::warning, "feed_hole",
                   {{"generation", checkpoint.generation},
                    {"byte_offset", batch.hole->begin},
                    {"bytes", batch.hole->end - batch.hole->begin},
                    {"last_row", batch.end.record_number}});
    }
    return batch;
}

feed::Batch FeedSource::read_ahead(feed::Position from, const HowToRead& how) {
    reader_->begin_batch();
    return tailer_->read_ahead(from, how.final_record, how.holes_passed);
}

feed::FinalRecord FeedSource::final_record(const util::Clock& clock) const {
    const bool may_be_taken = has_next() || settings_.final_record == config::FinalRecord::idle_timeout;
    const bool writer_is_idle =
        may_be_taken && clock.now() - tailer_->modified_at() >= settings_.final_record_timeout;
    return writer_is_idle ? feed::FinalRecord::take_it_now : feed::FinalRecord::wait;
}

std::uint64_t FeedSource::holes_passed(const store::Checkpoint& checkpoint, const util::Clock& clock) const {
    // Nobody has written for as long: also where this program has only just started.
    if (clock.now() - tailer_->changed_at() >= settings_.hole_timeout) return feed::kEveryHole;
    // "All later batches" means rejected records: damage that an operator has seen, and no hole.
    const bool one_batch = checkpoint.go_on_until != std::numeric_limits<std::int64_t>::max();
    const auto allowed = one_batch ? static_cast<std::uint64_t>(checkpoint.go_on_until) : feed::kNoHole;
    return std::max(allowed, patience_.passed(clock.steady()));
}

} // namespace padchestd::ingest
