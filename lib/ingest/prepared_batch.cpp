#include "ingest/prepared_batch.h"

#include "feed/undeclared_encoding.h"

#include <unordered_set>

namespace padchestd::ingest {

namespace {

store::FeedProfile profile_of(const std::vector<clinical::StudyRecord>& records) {
    std::unordered_set<std::string_view> studies;
    studies.reserve(records.size());
    store::FeedProfile profile;
    for (const auto& record : records) {
        studies.insert(record.encounter.encounter_id);
        if (is_unlabelled(record)) ++profile.unlabelled;
    }
    profile.images = static_cast<std::int64_t>(records.size());
    profile.studies = static_cast<std::int64_t>(studies.size());
    return profile;
}

} // namespace

store::Reject make_reject(const clinical::Mapping& mapping, const feed::CsvHeader& header,
                          const feed::Record& record, std::string_view reason, std::string_view column) {
    store::Reject reject;
    reject.byte_offset = static_cast<std::int64_t>(record.start.byte_offset);
    reject.length = static_cast<std::int64_t>(record.length);
    reject.row_number = static_cast<std::int64_t>(record.start.record_number);
    reject.reason = reason;
    reject.column = column;
    reject.record_hash = util::content_hash(record.bytes);
    if (record.malformation) return reject;
    reject.record = mapping.blanked(header, record);
    auto keys = mapping.keys(header, record);
    reject.encounter_id = std::move(keys.encounter_id);
    reject.procedure_id = std::move(keys.procedure_id);
    reject.report_id = std::move(keys.report_id);
    return reject;
}

const feed::Record& record_of(const feed::Batch& read, const clinical::StudyRecord& study) {
    return read.records.at(study.record_number - read.start.record_number);
}

PreparedBatch prepare(FeedSource& source, feed::Batch read, std::int32_t generation) {
    PreparedBatch batch;
    batch.read = std::move(read);
    batch.studies.reserve(batch.read.records.size());
    const feed::CsvHeader& header = source.tailer().header();
    std::vector<const feed::Record*> refused;
    for (std::size_t i = 0; i < batch.read.records.size(); ++i) {
        if (i > 0 && source.reader().new_bytes() > kMostNewBytes) {
            source.tailer().shorten(batch.read, i);
            break;
        }
        const feed::Record& record = batch.read.records[i];
        if (record.malformation) {
            refused.push_back(&record);
            batch.rejects.push_back(
                make_reject(source.mapping(), header, record, feed::name(*record.malformation), ""));
            continue;
        }
        auto result = source.reader()(record, generation);
        if (auto* study = std::get_if<clinical::StudyRecord>(&result)) {
            batch.studies.push_back(*study);
        } else {
            refused.push_back(&record);
            const auto& rejection = std::get<clinical::Rejection>(result);
            batch.rejects.push_back(make_reject(source.mapping(), header, record,
                                                clinical::name(rejection.reason), rejection.column));
        }
    }
    batch.profile = profile_of(batch.studies);
    batch.damage = feed::undeclared_encoding(batch.read.records);
    if (!batch.damage)
        batch.damage = source.mapping().export_damage(header, batch.read.records, refused, batch.studies);
    return batch;
}

} // namespace padchestd::ingest
