#include "operation/reread.h"

#include <algorithm>
#include <utility>

namespace padchestd::operation {

namespace {

std::string at_byte(std::uint64_t offset, std::string_view what) {
    return "byte " + std::to_string(offset) + ": " + std::string(what);
}

std::string_view kept(std::string_view id, feed::Arena<char>& ids) {
    char* room = ids.room(id.size());
    std::copy(id.begin(), id.end(), room);
    ids.take(id.size());
    return {room, id.size()};
}

RereadRecord to_record(const clinical::StudyRecord& study, const util::HashKey& key, feed::Arena<char>& ids) {
    RereadRecord record;
    record.position = study.position;
    record.row = study.record_number;
    record.encounter_id = kept(study.encounter.encounter_id, ids);
    record.procedure_id = kept(study.procedure.procedure_id, ids);
    record.encounter = study.encounter.content_hash;
    record.procedure = study.procedure.content_hash;
    record.record_hash = key(study.record_hash);
    if (study.report) {
        record.report_id = kept(study.report->report_id, ids);
        record.report = study.report->content_hash;
    }
    if (study.finding) {
        record.finding_id = kept(study.finding->finding_id, ids);
        record.finding = study.finding->content_hash;
    }
    return record;
}

} // namespace

FeedReread::FeedReread(const config::FeedSettings& settings, const clinical::Mapping& mapping,
                       util::HashKey key, std::int32_t generation, const feed::CsvHeader& header,
                       const feed::ByteSource& source)
    : settings_(settings)
    , key_(std::move(key))
    , generation_(generation)
    , reader_(source)
    , parser_(header.names.size(), settings.max_record_bytes, header.delimiter)
    , study_reader_(mapping.reader(header)) {
    study_reader_->use_hash_key(key_);
}

RereadBatch FeedReread::read(const LedgerBatch& batch, const QuarantinedSpans& quarantined,
                             RereadBatch spent) {
    RereadBatch reread = std::move(spent);
    reread.clear();
    reread.batch = batch;
    if (key_(reader_.hash(batch.start, batch.end)) != batch.bytes_hash) {
        reread.difference = "batch " + std::to_string(batch.batch_id) + ", bytes " +
                            std::to_string(batch.start) + " to " + std::to_string(batch.end) +
                            ": the feed no longer holds what was read there";
        return reread;
    }
    study_reader_->begin_batch();
    read_records(quarantined, reread);
    return reread;
}

// To the end of the batch, or to the first difference.
void FeedReread::read_records(const QuarantinedSpans& quarantined, RereadBatch& reread) {
    const LedgerBatch& batch = reread.batch;
    reader_.seek(batch.start + batch.header_bytes);
    for (std::uint64_t row = batch.first_row; reader_.offset() < batch.end; ++row) {
        const feed::Position start{reader_.offset(), row};
        ++reread.all_records;
        const auto held = quarantined.find(start.byte_offset);
        if (held != quarantined.end()) {
            if (is_quarantined(held->second)) continue;
            reread.difference =
                at_byte(start.byte_offset, "the quarantined record is another one than the feed's");
        } else if (!reader_.next(record_, settings_.max_record_bytes) || reader_.offset() > batch.end) {
            reread.difference = at_byte(start.byte_offset, "no whole record is there");
        } else if (!add_record(start, reread)) {
            reread.difference = at_byte(start.byte_offset, "the record is not valid, and not in quarantine");
        }
        if (reread.difference) return;
    }
}

// Passes it. One that is too long was not read to its end: its hash is not the whole record's.
bool FeedReread::is_quarantined(const QuarantinedSpan& span) {
    return key_(reader_.pass(span.length)) == span.hash || span.length > settings_.max_record_bytes;
}

// False where the record at hand gives no study.
bool FeedReread::add_record(const feed::Position& start, RereadBatch& reread) {
    const std::size_t length = record_.size();
    record_.append(feed::CsvParser::kPadding, '\0');
    const std::string_view text = std::string_view(record_).substr(0, length);
    parser_.clear();
    parser_.restart(text, 0);
    feed::Stretch stretch;
    if (parser_.next(stretch) != feed::CsvParser::Found::stretch || stretch.malformation) return false;
    feed::Record record;
    record.start = start;
    record.bytes = text;
    record.fields = stretch.fields;
    record.length = text.size();
    const auto result = (*study_reader_)(record, generation_);
    const auto* study = std::get_if<clinical::StudyRecord>(&result);
    if (study != nullptr) reread.records.push_back(to_record(*study, key_, reread.ids));
    return study != nullptr;
}

} // namespace padchestd::operation
