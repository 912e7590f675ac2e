#pragma once
// Writes the rows that a fold decided on: new ones by sorted COPY into the tables, changed ones by INSERT
// … ON CONFLICT DO UPDATE, or by two statements during a first load, which has no key for that. Inside the
// caller's transaction.

#include "pg/connection.h"
#include "store/study_fold.h"

#include <functional>
#include <span>
#include <string>

namespace padchestd::store {

struct ReportVectors; // store/report_vectors.h

// Which encounters a batch queues for the warehouse.
enum class Queued {
    changed,        // all that it touches
    rewritten_texts // those whose report it replaces: the first warehouse has the rest yet to read
};

// What every row of a batch shares.
struct RowStamp {
    std::string feed;                                                         // of new encounters
    std::string facility_id;                                                  // likewise
    std::span<const clinical::ImageColumn> image_columns;                     // of Procedure::values
    std::string language;                                                     // of the reports
    std::string at;                                                           // updated_at, RFC 3339
    std::function<util::KeyedHash(const clinical::StudyRecord&)> record_hash; // as stored
    std::string change_id; // UUID of the entries in the change queue; a new one for each write_rows()
    const ReportVectors* vectors = nullptr; // nullptr: there is no text model
    Queued queued = Queued::changed;
    bool has_primary_keys = true;   // false: a first load has taken some away, ON CONFLICT finds nothing
    bool checks_references = false; // true: foreign keys are away (store/catch_up.h)
};

struct RowCounts {
    std::int64_t inserted = 0; // encounters, procedures, reports and findings
    std::int64_t updated = 0;
    std::int64_t encounters = 0; // rows written of each
    std::int64_t procedures = 0;
    std::int64_t reports = 0;
    std::int64_t findings = 0;

    RowCounts& operator+=(const RowCounts& other);
};

enum class NewRows {
    by_copy,   // the common case: nobody else writes these keys
    by_upsert, // after a unique violation: another feed wrote one of them meanwhile
};

// Throws pg::Error; the rows then belong to a failed transaction or savepoint.
RowCounts write_rows(pg::Connection& connection, const StudyFold& fold, const RowStamp& stamp,
                     NewRows new_rows);

} // namespace padchestd::store
