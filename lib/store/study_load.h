#pragma once
// Loads the records of a batch inside its transaction: looks up, folds, writes. Where the database refuses
// a value, the records are halved until only the refused ones are left; they are quarantined, and the
// others are loaded.

#include "clinical/mapping.h"
#include "store/reject_log.h"
#include "store/study_rows.h"

#include <functional>
#include <span>
#include <vector>

namespace padchestd::store {

// What load_studies() needs besides the records. All references outlive it.
struct LoadContext {
    const clinical::Mapping& mapping; // of the feed that the records come from
    PatientChoice& choice;
    std::string feed;        // of the records: its name
    std::string facility_id; // of new encounters
    std::string at;          // updated_at of every row
    // The keyed hash of a record's bytes as they are in the feed.
    std::function<util::KeyedHash(const clinical::StudyRecord&)> record_hash;
    const Replay* replay = nullptr; // set for a replay from quarantine
    // true: a missing reference row (SQLSTATE 23503) rejects the record. false: it throws pg::Error; somebody
    // may have deleted the row, so the caller writes it again and retries with true.
    bool blames_references = true;
    // Makes the quarantine entry of a record that is rejected here, by the fold or by the database.
    std::function<Reject(const clinical::StudyRecord&, std::string_view reason, std::string_view column)>
        reject;
    const ReportVectors* vectors = nullptr; // nullptr: there is no text model
    // Set during a first load that this session began: every key of the store so far. load_studies() adds
    // those of the records.
    KeyFilter* written = nullptr;
};

struct LoadResult {
    RowCounts rows;
    std::int64_t loaded = 0, unchanged = 0, superseded = 0; // records
    std::int64_t loaded_bytes = 0, unchanged_bytes = 0, superseded_bytes = 0;
    std::vector<Outcome> outcomes; // of the records that were not rejected, in order
    std::vector<Reject> rejects;   // in order

    LoadResult& operator+=(LoadResult other);
};

// `records`: in feed order. Locks out the batches of other feeds until the transaction ends, so that no image
// comes under two studies. Throws pg::Error for every error of the database, except one of SQLSTATE
// classes 22, 23 and 54 that a single record causes.
LoadResult load_studies(pg::Connection& connection, std::span<const clinical::StudyRecord> records,
                        const LoadContext& context);

} // namespace padchestd::store
