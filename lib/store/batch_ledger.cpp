#include "store/batch_ledger.h"

#include "util/step.h"

#include <array>
#include <numeric>

namespace padchestd::store {

namespace {

std::int64_t quarantined_bytes(const LoadResult& result) {
    return std::accumulate(result.rejects.begin(), result.rejects.end(), std::int64_t{0},
                           [](std::int64_t sum, const Reject& reject) { return sum + reject.length; });
}

// A column of ingest.batches and where its value comes from.
struct LedgerColumn {
    std::string_view name;
    pg::Param (*value)(const LedgerEntry&, const LoadResult&);
};

// clang-format off
constexpr auto kLedgerColumns = std::to_array<LedgerColumn>({
    {"feed", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.feed; }},
    {"batch_id", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.batch_id; }},
    {"kind", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.kind == BatchKind::feed ? "feed" : "replay"; }},
    {"generation", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.generation; }},
    {"start_offset", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.start_offset; }},
    {"end_offset", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.end_offset; }},
    {"first_row", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.first_row; }},
    {"last_row", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.last_row; }},
    {"header_bytes", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.header_bytes; }},
    {"loaded_records", [](const LedgerEntry&, const LoadResult& result) -> pg::Param { return result.loaded; }},
    {"loaded_bytes", [](const LedgerEntry&, const LoadResult& result) -> pg::Param { return result.loaded_bytes; }},
    {"unchanged_records", [](const LedgerEntry&, const LoadResult& result) -> pg::Param { return result.unchanged; }},
    {"unchanged_bytes", [](const LedgerEntry&, const LoadResult& result) -> pg::Param { return result.unchanged_bytes; }},
    {"superseded_records", [](const LedgerEntry&, const LoadResult& result) -> pg::Param { return result.superseded; }},
    {"superseded_bytes", [](const LedgerEntry&, const LoadResult& result) -> pg::Param { return result.superseded_bytes; }},
    {"quarantined_records", [](const LedgerEntry&, const LoadResult& result) -> pg::Param { return result.rejects.size(); }},
    {"quarantined_bytes", [](const LedgerEntry&, const LoadResult& result) -> pg::Param { return quarantined_bytes(result); }},
    {"bytes_hash", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.bytes_hash; }},
    {"encounters_written", [](const LedgerEntry&, const LoadResult& result) -> pg::Param { return result.rows.encounters; }},
    {"procedures_written", [](const LedgerEntry&, const LoadResult& result) -> pg::Param { return result.rows.procedures; }},
    {"reports_written", [](const LedgerEntry&, const LoadResult& result) -> pg::Param { return result.rows.reports; }},
    {"findings_written", [](const LedgerEntry&, const LoadResult& result) -> pg::Param { return result.rows.findings; }},
    {"epoch", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.epoch; }},
    {"started_at", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.started_at; }},
    {"committed_at", [](const LedgerEntry& entry, const LoadResult&) -> pg::Param { return entry.committed_at; }},
});
// clang-format on

// Neither a name nor a value is missing.
consteval bool is_complete() {
    bool complete = true;
    for (const LedgerColumn& column : kLedgerColumns)
        complete = complete && !column.name.empty() && column.value != nullptr;
    return complete;
}
static_assert(is_complete(), "a column of the ledger lacks its name or its value");

std::string insert_statement() {
    std::string names;
    std::string values;
    for (std::size_t i = 0; i < kLedgerColumns.size(); ++i) {
        names += (i > 0 ? ", " : "") + std::string(kLedgerColumns.at(i).name);
        values += (i > 0 ? ", $" : "$") + std::to_string(i + 1);
    }
    return "insert into ingest.batches (" + names + ") values (" + values + ")";
}

} // namespace

void write_ledger(pg::Connection& connection, const LedgerEntry& entry, const LoadResult& result) {
    static const std::string statement = insert_statement();
    util::step("ledger_written");
    pg::Params values;
    values.reserve(kLedgerColumns.size());
    for (const LedgerColumn& column : kLedgerColumns) values.push_back(column.value(entry, result));
    connection.query("write the ledger", statement, values);
}

} // namespace padchestd::store
