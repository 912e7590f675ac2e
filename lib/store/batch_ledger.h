#pragma once
// The ledger: one row a batch, in which every byte of its stretch of the feed is header, loaded, unchanged,
// superseded or quarantined (a check in the table holds it to that).

#include "pg/connection.h"
#include "store/study_load.h"

#include <cstdint>
#include <string>

namespace padchestd::store {

enum class BatchKind { feed, replay };

struct LedgerEntry {
    std::string feed;
    std::int64_t batch_id = 0;
    BatchKind kind = BatchKind::feed;
    std::int32_t generation = 0;
    std::uint64_t start_offset = 0, end_offset = 0; // [start, end); a replay: of the replayed record
    std::uint64_t first_row = 0, last_row = 0;      // records before the start, before the end
    std::uint64_t header_bytes = 0;                 // of a generation's first batch
    util::KeyedHash bytes_hash;                     // of the stretch
    std::int64_t epoch = 0;
    std::string started_at, committed_at;
};

// In the batch's transaction.
void write_ledger(pg::Connection& connection, const LedgerEntry& entry, const LoadResult& result);

} // namespace padchestd::store
