#include "operation/audit_feed.h"

#include "feed/csv_parser.h"
#include "ingest/feed_source.h"
#include "operation/plain_record_reader.h"
#include "operation/read_files.h"
#include "operation/source_stream.h"
#include "store/patient_pool.h"
#include "store/source_row.h"

#include <algorithm>
#include <map>

namespace padchestd::operation {

namespace {

struct LedgerBatch {
    std::int64_t batch_id;
    std::uint64_t start, end, header_bytes, first_row;
    util::KeyedHash bytes_hash;
};

// A record as the re-read found it, and where.
struct Reread {
    std::uint64_t offset;
    std::uint64_t row;
    std::size_t length; // of the record in `padded`
    std::string padded; // as the parser needs it
};

struct QuarantinedSpan {
    std::uint64_t length;
    util::KeyedHash hash;
    bool open; // otherwise it was replayed or superseded, and the store may hold it
};

std::vector<LedgerBatch> read_ledger(pg::Connection& connection, const std::string& feed,
                                     std::int32_t generation) {
    const auto rows =
        connection.query("read the ledger",
                         "select batch_id, start_offset, end_offset, header_bytes, first_row, "
                         "encode(bytes_hash, 'hex') as bytes_hash from ingest.batches where feed = $1 and "
                         "generation = $2 and kind = 'feed' order by start_offset",
                         {feed, generation});
    std::vector<LedgerBatch> batches;
    for (const pg::Row row : rows) {
        const auto number = [&](std::string_view column) { return row[column].integer<std::uint64_t>(); };
        batches.push_back({row["batch_id"].integer(),
                           number("start_offset"),
                           number("end_offset"),
                           number("header_bytes"),
                           number("first_row"),
                           {util::content_hash_from_hex(row["bytes_hash"].text())}});
    }
    return batches;
}

class FeedAudit {
  public:
    FeedAudit(pg::Connection& connection, const config::Settings& settings, const clinical::Mapping& mapping,
              std::int32_t generation, const feed::CsvHeader& header, const feed::ByteSource& source,
              AuditReport& report)
        : connection_(connection)
        , settings_(settings)
        , key_(store::read_hash_key(connection))
        , generation_(generation)
        , reader_(source)
        , parser_(header.names.size(), settings.feed.max_record_bytes, header.delimiter)
        , study_reader_(mapping.reader(header))
        , stream_(connection, generation)
        , report_(report) {
        study_reader_->use_hash_key(key_);
    }

    // False at the first difference.
    bool check(const LedgerBatch& batch) {
        if (key_(reader_.hash(batch.start, batch.end)) != batch.bytes_hash) {
            differ("batch " + std::to_string(batch.batch_id) + ", bytes " + std::to_string(batch.start) +
                   " to " + std::to_string(batch.end) + ": the feed no longer holds what was read there");
            return false;
        }
        report_.feed_bytes += static_cast<std::int64_t>(batch.end - batch.start);
        fetch_quarantined(batch);
        std::vector<Reread> records;
        return reread(batch, records) && are_in_store(batch, records);
    }

  private:
    void differ(std::string what) { report_.differences.push_back(std::move(what)); }

    void fetch_quarantined(const LedgerBatch& batch) {
        quarantined_.clear();
        const auto rows = connection_.query(
            "read the quarantine of a batch",
            "select byte_offset, length, encode(record_hash, 'hex') as record_hash, "
            "status in ('open', 'expired') as is_open "
            "from ingest.quarantine where feed = $1 and generation = $2 and byte_offset >= $3 "
            "and byte_offset < $4",
            {settings_.feed.name, generation_, batch.start, batch.end});
        for (const pg::Row row : rows)
            quarantined_[row["byte_offset"].integer<std::uint64_t>()] = {
                row["length"].integer<std::uint64_t>(),
                {util::content_hash_from_hex(row["record_hash"].text())},
                row["is_open"].boolean()};
    }

    // Reads the batch's records again; those in quarantine are compared with it, the others collected.
    bool reread(const LedgerBatch& batch, std::vector<Reread>& records) {
        reader_.seek(batch.start + batch.header_bytes);
        std::string bytes;
        for (std::uint64_t row = batch.first_row; reader_.offset() < batch.end; ++row) {
            const std::uint64_t offset = reader_.offset();
            ++report_.feed_records;
            const auto held = quarantined_.find(offset);
            if (held != quarantined_.end()) {
                if (key_(reader_.pass(held->second.length)) == held->second.hash ||
                    held->second.length > settings_.feed.max_record_bytes)
                    continue;
                differ("byte " + std::to_string(offset) +
                       ": the quarantined record is another one than the feed's");
                return false;
            }
            if (!reader_.next(bytes, settings_.feed.max_record_bytes) || reader_.offset() > batch.end) {
                differ("byte " + std::to_string(offset) + ": no whole record is there");
                return false;
            }
            const std::size_t length = bytes.size();
            bytes.append(feed::CsvParser::kPadding, '\0');
            records.push_back({offset, row, length, bytes});
        }
        return true;
    }

    // `records` holds what the studies' views point into.
    bool are_in_store(const LedgerBatch& batch, const std::vector<Reread>& records) {
        std::vector<clinical::StudyRecord> studies;
        studies.reserve(records.size());
        parser_.clear();
        study_reader_->begin_batch();
        for (const Reread& reread : records) {
            if (!to_study(reread, studies)) {
                differ("byte " + std::to_string(reread.offset) +
                       ": the record is not valid, and not in quarantine");
                return false;
            }
        }
        // What is not among the rows of this batch's own records is looked up.
        const store::SourceRows& streamed = stream_.up_to(batch.end);
        std::erase_if(studies, [&](const auto& study) { return missing(study, streamed).empty(); });
        if (studies.empty()) return true;
        const auto rows = store::fetch_source_rows(connection_, settings_.feed.name, studies);
        return std::all_of(studies.begin(), studies.end(),
                           [&](const auto& study) { return is_in_store(study, rows); });
    }

    bool to_study(const Reread& reread, std::vector<clinical::StudyRecord>& studies) {
        const std::string_view text = std::string_view(reread.padded).substr(0, reread.length);
        parser_.restart(text, 0);
        feed::Stretch stretch;
        if (parser_.next(stretch) != feed::CsvParser::Found::stretch || stretch.malformation) return false;
        feed::Record record;
        record.start = {reread.offset, reread.row};
        record.bytes = text;
        record.fields = stretch.fields;
        record.length = text.size();
        auto result = (*study_reader_)(record, generation_);
        if (!std::holds_alternative<clinical::StudyRecord>(result)) return false;
        studies.push_back(std::get<clinical::StudyRecord>(result));
        return true;
    }

    // Whether the row holds what this record says, or what a later one says.
    static bool speaks(const store::SourceRow* row, const util::ContentHash& hash,
                       const feed::SourcePosition& position) {
        return row != nullptr && (row->content_hash == hash || row->position > position);
    }

    // Of a finding only its own row is the feed's for sure: another feed may bring the study and the image.
    static std::string_view missing_finding(const clinical::StudyRecord& study,
                                            const store::SourceRows& rows) {
        const auto& encounter_id = study.encounter.encounter_id;
        const auto finding = rows.findings.find({encounter_id, study.finding->finding_id});
        if (!speaks(finding == rows.findings.end() ? nullptr : &finding->second.row,
                    study.finding->content_hash, study.position))
            return "finding";
        return rows.encounters.contains(encounter_id) ? "" : "encounter";
    }

    // Of the rows in hand: what does not speak for this record. Empty: all do.
    std::string_view missing(const clinical::StudyRecord& study, const store::SourceRows& rows) const {
        if (study.finding) return missing_finding(study, rows);
        if (study.report) {
            const auto report = rows.reports.find({study.encounter.encounter_id, study.report->report_id});
            if (!speaks(report == rows.reports.end() ? nullptr : &report->second, study.report->content_hash,
                        study.position))
                return "report";
        }
        const auto procedure = rows.procedures.find(study.procedure.procedure_id);
        const auto* procedure_row = procedure == rows.procedures.end() ? nullptr : &procedure->second.row;
        if (procedure_row != nullptr && procedure_row->position == study.position &&
            procedure->second.record_hash != key_(study.record_hash))
            return "procedure's record hash";
        if (!speaks(procedure_row, study.procedure.content_hash, study.position)) return "procedure";
        const auto encounter = rows.encounters.find(study.encounter.encounter_id);
        const auto* encounter_row = encounter == rows.encounters.end() ? nullptr : &encounter->second.row;
        if (!speaks(encounter_row, study.encounter.content_hash, study.position)) return "encounter";
        return "";
    }

    bool is_in_store(const clinical::StudyRecord& study, const store::SourceRows& rows) {
        const std::string_view what = missing(study, rows);
        if (what.empty()) return true;
        differ("byte " + std::to_string(study.position.byte_offset) + ", row " +
               std::to_string(study.record_number + 1) + ": the store's " + std::string(what) +
               " is not this record's nor a later one's");
        return false;
    }

    pg::Connection& connection_;
    const config::Settings& settings_;
    util::HashKey key_;
    std::int32_t generation_;
    PlainRecordReader reader_;
    feed::CsvParser parser_;
    std::unique_ptr<clinical::StudyReader> study_reader_;
    SourceStream stream_;
    AuditReport& report_;
    std::map<std::uint64_t, QuarantinedSpan> quarantined_;
};

} // namespace

namespace {

// Of the open file of `source`. False at a difference.
bool audit_file(pg::Connection& connection, const config::Settings& settings,
                const clinical::Mapping& mapping, const ReadFile& file, const ingest::FeedSource& source,
                AuditReport& report) {
    report.feed_read = true;
    ++report.files_read;
    FeedAudit feed_audit(connection, settings, mapping, file.generation, source.tailer().header(),
                         source.tailer().source(), report);
    const auto ledger = read_ledger(connection, settings.feed.name, file.generation);
    return std::all_of(ledger.begin(), ledger.end(),
                       [&](const auto& batch) { return feed_audit.check(batch); });
}

} // namespace

void audit_feed(pg::Connection& connection, const config::Settings& settings,
                const clinical::Mapping& mapping, const store::Checkpoint& checkpoint, AuditReport& report) {
    ingest::FeedSource source(settings, mapping);
    const bool is_series = source.series().is_pattern();
    if (!source.open(checkpoint) && !is_series) return;
    for (const auto& file : read_files(connection, settings.feed, checkpoint)) {
        const bool is_there = !is_series || source.open_file(file.name);
        const bool is_same = is_there && source.tailer().header().bytes == file.header;
        if (is_same) {
            if (!audit_file(connection, settings, mapping, file, source, report)) return;
        } else if (is_series) {
            ++report.files_away;
        } else {
            report.differences.emplace_back(
                "the header under feed.path is not the one that was read: another file is there");
        }
    }
}

} // namespace padchestd::operation
