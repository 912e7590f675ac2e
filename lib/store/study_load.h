#pragma once
// Loads the records of a batch inside its transaction: looks up, folds, writes. Where the database refuses a
// value, it halves the records until only the refused ones are left, and puts those aside; the rest lands.

#include "clinical/mapping.h"
#include "store/reject_log.h"
#include "store/study_rows.h"

#include <functional>
#include <span>
#include <vector>

namespace padchestd::store {

struct LoadContext {
    const clinical::Mapping& mapping; // of the feed that the records come from
    PatientChoice& choice;
    std::string feed; // whose records they are
    std::string facility_id;
    std::string at; // updated_at of every row
    // The keyed hash of a record's bytes as they are in the feed.
    std::function<util::KeyedHash(const clinical::StudyRecord&)> record_hash;
    const Replay* replay = nullptr; // set for a replay from quarantine
    // Whether a missing reference row (SQLSTATE 23503) is the record's fault. Not before whoever knows them
    // has looked for them again: somebody may have removed one beneath the daemon. Else pg::Error is thrown.
    bool blames_references = true;
    // Makes the quarantine entry of a record; called for the rejected ones only.
    std::function<Reject(const clinical::StudyRecord&, std::string_view reason, std::string_view column)>
        reject;
    const ReportVectors* vectors = nullptr; // nullptr: there is no text model
    // Set while a first load goes on that this session began: all keys that it has written so far. Those of
    // the records are added.
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

// `records` in feed order. Keeps the batches of other feeds waiting until the transaction ends, since an
// image must not come under two studies. Throws pg::Error for everything but SQLSTATE classes 22, 23 and 54
// on single records.
LoadResult load_studies(pg::Connection& connection, std::span<const clinical::StudyRecord> records,
                        const LoadContext& context);

} // namespace padchestd::store
