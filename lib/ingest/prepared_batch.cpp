#include "ingest/prepared_batch.h"

namespace padchestd::ingest {

namespace {

// A key as quarantine notes it: nothing where the column is missing, empty, or too long for an index.
std::optional<std::string> key(const feed::CsvHeader& header, const feed::Record& record,
                               std::string_view column) {
    const auto index = header.column(column);
    if (!index || *index >= record.fields.size()) return std::nullopt;
    const std::string_view value = record.fields[*index];
    if (value.empty() || value.size() > clinical::kMaxKeyBytes) return std::nullopt;
    return std::string(value);
}

} // namespace

store::Reject make_reject(const feed::CsvHeader& header, const feed::Record& record, std::string_view reason,
                          std::string_view column) {
    store::Reject reject;
    reject.byte_offset = static_cast<std::int64_t>(record.start.byte_offset);
    reject.length = static_cast<std::int64_t>(record.length);
    reject.row_number = static_cast<std::int64_t>(record.start.record_number);
    reject.reason = reason;
    reject.column = column;
    reject.record_hash = util::content_hash(record.bytes);
    if (record.malformation) return reject;
    reject.record = padchest::blanked(header, record);
    reject.encounter_id = key(header, record, "StudyID");
    reject.procedure_id = key(header, record, "ImageID");
    reject.report_id = key(header, record, "ReportID");
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
    for (const feed::Record& record : batch.read.records) {
        if (record.malformation) {
            batch.rejects.push_back(make_reject(header, record, feed::name(*record.malformation), ""));
            continue;
        }
        auto result = source.transform()(record, generation);
        if (auto* study = std::get_if<clinical::StudyRecord>(&result)) {
            batch.studies.push_back(*study);
        } else {
            const auto& rejection = std::get<clinical::Rejection>(result);
            batch.rejects.push_back(
                make_reject(header, record, clinical::name(rejection.reason), rejection.column));
        }
    }
    return batch;
}

} // namespace padchestd::ingest
