#include "store/reject_log.h"

#include "pg/copy_writer.h"
#include "pg/error.h"
#include "pg/transaction.h"
#include "store/sql.h"
#include "util/step.h"

namespace padchestd::store {

namespace {

constexpr std::string_view kQuarantineColumns =
    "quarantine_id, generation, byte_offset, length, row_number, reason, column_name, sqlstate, "
    "encode(record_hash, 'hex') as record_hash, status, quarantined_at, "
    "coalesce(later_encounter_offset, 0) as later_encounter_offset, "
    "coalesce(later_procedure_offset, 0) as later_procedure_offset, "
    "coalesce(later_report_offset, 0) as later_report_offset";

Quarantined read_row(const pg::Row& row) {
    Quarantined one;
    one.quarantine_id = row["quarantine_id"].integer();
    one.generation = row["generation"].integer<std::int32_t>();
    one.reject.byte_offset = row["byte_offset"].integer();
    one.reject.length = row["length"].integer();
    one.reject.row_number = row["row_number"].integer();
    one.reject.reason = row["reason"].text();
    one.reject.column = row["column_name"].optional_text().value_or("");
    one.reject.sqlstate = row["sqlstate"].optional_text().value_or("");
    one.record_hash = {util::content_hash_from_hex(row["record_hash"].text())};
    one.status = row["status"].text();
    one.quarantined_at = row["quarantined_at"].text();
    one.later = {row["later_encounter_offset"].integer(), row["later_procedure_offset"].integer(),
                 row["later_report_offset"].integer()};
    one.reject.record = row["record"].optional_string();
    return one;
}

std::optional<std::string_view> unless_empty(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

void copy_rejects(pg::Connection& connection, const util::HashKey& key, std::string_view feed,
                  std::int32_t generation, std::int64_t batch_id, std::span<const Reject> rejects,
                  std::string_view at) {
    pg::Savepoint savepoint(connection);
    pg::CopyWriter copy(
        connection, "put rejected records into quarantine",
        "ingest.quarantine (feed, generation, byte_offset, length, row_number, reason, column_name, "
        "sqlstate, "
        "record_hash, record, encounter_id, procedure_id, report_id, batch_id, quarantined_at)");
    for (const Reject& reject : rejects) {
        copy.text(feed)
            .integer(generation)
            .integer(reject.byte_offset)
            .integer(reject.length)
            .integer(reject.row_number);
        copy.text(reject.reason)
            .optional_text(unless_empty(reject.column))
            .optional_text(unless_empty(reject.sqlstate));
        copy.hash(key(reject.record_hash)).optional_text(reject.record);
        copy.optional_text(reject.encounter_id)
            .optional_text(reject.procedure_id)
            .optional_text(reject.report_id);
        copy.integer(batch_id).text(at).end_row();
    }
    copy.finish();
    savepoint.release();
}

// Position, reason and hash are of the program's making; what the feed brought is left out.
Reject without_content(Reject reject) {
    reject.record.reset();
    reject.encounter_id.reset();
    reject.procedure_id.reset();
    reject.report_id.reset();
    return reject;
}

// False: the database refuses something of it.
bool can_copy_rejects(pg::Connection& connection, const util::HashKey& key, std::string_view feed,
                      std::int32_t generation, std::int64_t batch_id, std::span<const Reject> rejects,
                      std::string_view at) {
    try {
        copy_rejects(connection, key, feed, generation, batch_id, rejects, at);
        return true;
    } catch (const pg::Error& error) {
        if (!pg::is_data_error(error.sqlstate())) throw;
        return false;
    }
}

} // namespace

// A record that the quarantine itself refuses is stored without its content: one bad record never stops the
// feed.
void quarantine(pg::Connection& connection, const util::HashKey& key, std::string_view feed,
                std::int32_t generation, std::int64_t batch_id, std::span<const Reject> rejects,
                std::string_view at) {
    util::step("rejects_written");
    if (rejects.empty()) return;
    if (can_copy_rejects(connection, key, feed, generation, batch_id, rejects, at)) return;
    for (const Reject& reject : rejects) {
        const std::span<const Reject> one(&reject, 1);
        if (can_copy_rejects(connection, key, feed, generation, batch_id, one, at)) continue;
        const Reject bare = without_content(reject);
        copy_rejects(connection, key, feed, generation, batch_id, {&bare, 1}, at);
    }
}

void note_later_records(pg::Connection& connection, std::string_view feed, std::int32_t generation,
                        std::span<const clinical::StudyRecord> records) {
    constexpr std::string_view kAttempt = "note later records of quarantined keys";
    const auto open =
        connection.query(kAttempt,
                         "select exists (select from ingest.quarantine where status = 'open' and feed = $1 "
                         "and generation = $2 and encounter_id is not null)",
                         {feed, generation});
    if (!open.value().boolean()) return;
    std::vector<std::string_view> encounters;
    std::vector<std::string_view> procedures;
    std::vector<std::string_view> reports; // "" where there is none: equal to no quarantined id
    std::string offsets = "{";
    for (const auto& record : records) {
        encounters.push_back(record.encounter.encounter_id);
        procedures.push_back(record.procedure.procedure_id);
        reports.push_back(record.report ? record.report->report_id : std::string_view());
        if (offsets.size() > 1) offsets += ',';
        offsets += std::to_string(record.position.byte_offset);
    }
    offsets += '}';
    connection.query(kAttempt, sql::note_later_records,
                     {feed, generation, pg::text_array(encounters), pg::text_array(procedures),
                      pg::text_array(reports), offsets});
}

std::vector<Quarantined> list_quarantined(pg::Connection& connection, const QuarantineFilter& filter) {
    const std::string record = filter.quarantine_id ? "record" : "null as record";
    const auto rows = connection.query(
        "read the quarantine",
        "select " + std::string(kQuarantineColumns) + ", " + record +
            " from ingest.quarantine where feed = $1 and quarantine_id > $2 "
            "and ($3::bigint is null or quarantine_id = $3) and (not $4::boolean or status = 'open') "
            "order by quarantine_id limit $5",
        {filter.feed, filter.after_id,
         filter.quarantine_id ? pg::Param(*filter.quarantine_id) : pg::Param(std::nullopt), filter.only_open,
         filter.limit});
    std::vector<Quarantined> all;
    all.reserve(rows.size());
    for (const pg::Row row : rows) all.push_back(read_row(row));
    return all;
}

std::int64_t count_open_quarantined(pg::Connection& connection, std::string_view feed) {
    return connection
        .query("count the quarantine",
               "select count(*) from ingest.quarantine where feed = $1 and status = 'open'", {feed})
        .value()
        .integer();
}

void resolve_quarantined(pg::Connection& connection, std::int64_t quarantine_id, std::string_view status,
                         std::int64_t batch_id, std::string_view at) {
    connection.query("resolve a quarantined record",
                     "update ingest.quarantine set status = $2, resolved_batch_id = $3, resolved_at = $4 "
                     "where quarantine_id = $1",
                     {quarantine_id, status, batch_id, at});
}

std::int64_t expire_quarantined(pg::Connection& connection, std::string_view feed, std::string_view before,
                                std::string_view at) {
    return connection
        .query("expire quarantined records",
               "update ingest.quarantine set status = case status when 'open' then 'expired' else status "
               "end, record = null, "
               "encounter_id = null, procedure_id = null, report_id = null, resolved_at = "
               "coalesce(resolved_at, $3) "
               "where feed = $1 and quarantined_at < $2 and (status = 'open' or record is not null)",
               {feed, before, at})
        .affected();
}

} // namespace padchestd::store
