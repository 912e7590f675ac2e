#include "store/batch_ledger.h"

#include "util/step.h"

#include <numeric>

namespace padchestd::store {

void write_ledger(pg::Connection& connection, const LedgerEntry& entry, const LoadResult& result) {
    util::step("ledger_written");
    const auto rejected_bytes =
        std::accumulate(result.rejects.begin(), result.rejects.end(), std::int64_t{0},
                        [](std::int64_t sum, const Reject& reject) { return sum + reject.length; });
    connection.query(
        "write the ledger",
        "insert into ingest.batches (feed, batch_id, kind, generation, start_offset, end_offset, first_row, "
        "last_row, header_bytes, loaded_records, loaded_bytes, unchanged_records, unchanged_bytes, "
        "superseded_records, superseded_bytes, quarantined_records, quarantined_bytes, bytes_hash, "
        "encounters_written, procedures_written, reports_written, epoch, started_at, committed_at) values "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, "
        "$22, "
        "$23, $24)",
        {entry.feed,
         entry.batch_id,
         entry.kind == BatchKind::feed ? "feed" : "replay",
         entry.generation,
         entry.start_offset,
         entry.end_offset,
         entry.first_row,
         entry.last_row,
         entry.header_bytes,
         result.loaded,
         result.loaded_bytes,
         result.unchanged,
         result.unchanged_bytes,
         result.superseded,
         result.superseded_bytes,
         result.rejects.size(),
         rejected_bytes,
         entry.bytes_hash,
         result.rows.encounters,
         result.rows.procedures,
         result.rows.reports,
         entry.epoch,
         entry.started_at,
         entry.committed_at});
}

} // namespace padchestd::store
