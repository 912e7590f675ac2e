#include "operation/audit_feed.h"

#include "ingest/feed_source.h"
#include "operation/read_files.h"
#include "operation/reread_ahead.h"
#include "operation/source_stream.h"
#include "store/patient_pool.h"
#include "store/source_row.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <utility>
#include <vector>

namespace padchestd::operation {

namespace {

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

QuarantinedSpans read_quarantined(pg::Connection& connection, const std::string& feed,
                                  std::int32_t generation, const LedgerBatch& batch) {
    const auto rows =
        connection.query("read the quarantine of a batch",
                         "select byte_offset, length, encode(record_hash, 'hex') as record_hash "
                         "from ingest.quarantine where feed = $1 and generation = $2 and "
                         "byte_offset >= $3 and byte_offset < $4",
                         {feed, generation, batch.start, batch.end});
    QuarantinedSpans quarantined;
    for (const pg::Row row : rows)
        quarantined[row["byte_offset"].integer<std::uint64_t>()] = {
            row["length"].integer<std::uint64_t>(), {util::content_hash_from_hex(row["record_hash"].text())}};
    return quarantined;
}

// The batches that were read again, against the store.
class StoreComparison {
  public:
    StoreComparison(pg::Connection& connection, std::string feed, std::int32_t generation,
                    AuditReport& report)
        : connection_(connection)
        , feed_(std::move(feed))
        , stream_(connection, generation)
        , report_(report) {}

    // False at the first difference. In the order of the feed.
    bool check(const RereadBatch& reread) {
        report_.feed_bytes += static_cast<std::int64_t>(reread.batch.end - reread.batch.start);
        report_.feed_records += reread.all_records;
        if (reread.difference) {
            report_.differences.push_back(*reread.difference);
            return false;
        }
        // What is not among the rows of this batch's own records is looked up.
        const store::SourceRows& streamed = stream_.up_to(reread.batch.end);
        std::vector<std::pair<const RereadRecord*, Parts>> open;
        store::SourceKeys keys;
        for (const RereadRecord& record : reread.records) {
            const Parts missing = missing_parts(record, parts_of(record), streamed);
            if (missing.none()) continue;
            open.emplace_back(&record, missing);
            if (missing != Parts{}.set(procedure_row)) keys.encounters.push_back(record.encounter_id);
            if (missing.test(procedure_row)) keys.procedures.push_back(record.procedure_id);
            keys.findings = keys.findings || missing.test(finding_row);
        }
        if (open.empty()) return true;
        const auto rows = store::fetch_source_rows(connection_, feed_, std::move(keys));
        return std::all_of(open.begin(), open.end(), [&](const auto& entry) {
            return is_in_store(*entry.first, missing_parts(*entry.first, entry.second, rows));
        });
    }

  private:
    // Of a record, each with a row of the store.
    enum Part { report_row, procedure_row, encounter_row, finding_row };
    using Parts = std::bitset<4>;

    // Of a finding only its own row is the feed's for sure: another feed may bring the study and the image.
    static Parts parts_of(const RereadRecord& record) {
        Parts parts;
        parts.set(report_row, record.report_id && !record.finding_id);
        parts.set(procedure_row, !record.finding_id);
        parts.set(encounter_row);
        return parts.set(finding_row, record.finding_id.has_value());
    }

    // Whether the row holds the content of this record or of a later one.
    static bool speaks(const store::SourceRow& row, const util::ContentHash& hash,
                       const feed::SourcePosition& position) {
        return row.content_hash == hash || row.position > position;
    }

    // Those of `parts` for which no row in hand speaks.
    static Parts missing_parts(const RereadRecord& record, Parts parts, const store::SourceRows& rows) {
        if (parts.test(report_row)) {
            const auto row = rows.reports.find({record.encounter_id, *record.report_id});
            parts.set(report_row,
                      row == rows.reports.end() || !speaks(row->second, record.report, record.position));
        }
        if (parts.test(procedure_row)) {
            const auto row = rows.procedures.find(record.procedure_id);
            parts.set(procedure_row, row == rows.procedures.end() || !speaks(row->second, record));
        }
        if (parts.test(encounter_row)) {
            const auto row = rows.encounters.find(record.encounter_id);
            parts.set(encounter_row,
                      row == rows.encounters.end() ||
                          !(record.finding_id || speaks(row->second.row, record.encounter, record.position)));
        }
        if (parts.test(finding_row)) {
            const auto row = rows.findings.find({record.encounter_id, *record.finding_id});
            parts.set(finding_row, row == rows.findings.end() ||
                                       !speaks(row->second.row, record.finding, record.position));
        }
        return parts;
    }

    // The row that this very record gave holds the record's hash, too.
    static bool speaks(const store::SourceProcedure& row, const RereadRecord& record) {
        return speaks(row.row, record.procedure, record.position) &&
               (row.row.position != record.position || row.record_hash == record.record_hash);
    }

    bool is_in_store(const RereadRecord& record, Parts missing) {
        static constexpr std::array<std::string_view, 4> kNames{"report", "procedure", "encounter",
                                                                "finding"};
        for (std::size_t part = 0; part < kNames.size(); ++part) {
            if (!missing.test(part)) continue;
            report_.differences.push_back("byte " + std::to_string(record.position.byte_offset) + ", row " +
                                          std::to_string(record.row + 1) + ": the store's " +
                                          std::string(kNames.at(part)) +
                                          " is not this record's nor a later one's");
            return false;
        }
        return true;
    }

    pg::Connection& connection_;
    std::string feed_;
    SourceStream stream_;
    AuditReport& report_;
};

// Of the open file of `source`. False at a difference.
bool audit_file(pg::Connection& connection, const config::Settings& settings,
                const clinical::Mapping& mapping, const ReadFile& file, const ingest::FeedSource& source,
                AuditReport& report) {
    report.feed_read = true;
    ++report.files_read;
    const std::string& feed = settings.feed.name;
    FeedReread reread(settings.feed, mapping, store::read_hash_key(connection), file.generation,
                      source.tailer().header(), source.tailer().source());
    const auto ledger = read_ledger(connection, feed, file.generation);
    RereadAhead ahead(reread, ledger.empty() ? 0 : ledger.back().end);
    StoreComparison comparison(connection, feed, file.generation, report);
    for (std::size_t taken = 0, begun = 0; taken < ledger.size(); ++taken) {
        for (; begun < ledger.size() && (begun == taken || ahead.has_room()); ++begun)
            ahead.begin(ledger[begun], read_quarantined(connection, feed, file.generation, ledger[begun]));
        RereadBatch reread_batch = ahead.take();
        if (!comparison.check(reread_batch)) return false;
        ahead.give_back(std::move(reread_batch));
    }
    return true;
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
