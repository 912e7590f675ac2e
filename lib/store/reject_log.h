#pragma once
// Quarantine: records that could not be loaded, with reason and position, so that nothing is lost. Cells that
// identify a person are blanked before they come here.

#include "clinical/study.h"
#include "pg/connection.h"
#include "store/study_fold.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace padchestd::store {

struct Reject {
    std::int64_t byte_offset = 0;
    std::int64_t length = 0;       // bytes in the feed
    std::int64_t row_number = 0;   // complete records before it
    std::string reason;            // name() of a clinical::Reason or feed::Malformation
    std::string column;            // the feed's column to blame; empty: none, or not one alone
    std::string sqlstate;          // empty unless the database refused it
    util::ContentHash record_hash; // stored keyed; not read back
    std::optional<std::string>
        record; // blanked CSV; none where it could not be split (the feed still holds it)
    std::optional<std::string>
        encounter_id; // the keys, where they could be read: a later record of them is noted
    std::optional<std::string> procedure_id;
    std::optional<std::string> report_id;
};

struct Quarantined {
    std::int64_t quarantine_id = 0;
    std::int32_t generation = 0;
    Reject reject;
    util::KeyedHash record_hash;
    std::string status; // open, replayed, superseded, expired
    std::string quarantined_at;
    LaterOffsets later;
};

// Inserts the rejects of a batch, in its transaction. One that the table refuses (a data error) is stored
// without its content.
void quarantine(pg::Connection& connection, const util::HashKey& key, std::string_view feed,
                std::int32_t generation, std::int64_t batch_id, std::span<const Reject> rejects,
                std::string_view at);

// Notes on open records of this generation which of their keys a later record of the feed has as well, so
// that a replay does not override it. In the batch's transaction, after quarantine(). One cheap look where
// nothing is open.
void note_later_records(pg::Connection& connection, std::string_view feed, std::int32_t generation,
                        std::span<const clinical::StudyRecord> records);

struct QuarantineFilter {
    std::string feed;
    std::optional<std::int64_t> quarantine_id;
    bool only_open = true;
    std::int64_t after_id = 0; // keyset paging: ids above it
    std::int64_t limit = 100;
};
// By id. `record` is filled for a single one only (quarantine_id set).
[[nodiscard]] std::vector<Quarantined> list_quarantined(pg::Connection& connection,
                                                        const QuarantineFilter& filter);

[[nodiscard]] std::int64_t count_open_quarantined(pg::Connection& connection, std::string_view feed);

// The end of a record's stay: `status` is replayed or superseded.
void resolve_quarantined(pg::Connection& connection, std::int64_t quarantine_id, std::string_view status,
                         std::int64_t batch_id, std::string_view at);

// Forgets the content of records that came before `before`, open ones too; the row stays for the ledger.
// Returns how many expired.
std::int64_t expire_quarantined(pg::Connection& connection, std::string_view feed, std::string_view before,
                                std::string_view at);

} // namespace padchestd::store
