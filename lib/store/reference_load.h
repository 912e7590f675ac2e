#pragma once
// Reference rows that studies point at: the taxonomy's diagnoses and localizations, facilities, and terms the
// feed uses that the taxonomy does not know. Written before, and in transactions of their own: a reference
// row without children is harmless, and a distributed database refuses both in one (SCALE-OUT rule).

#include "clinical/study.h"
#include "clinical/term.h"
#include "pg/connection.h"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace padchestd::store {

// Makes diagnoses, localizations and their ancestors in the database equal to the taxonomy's, queues what
// changed for the warehouse, and writes nothing where all is equal. Terms outside the taxonomy stay with
// their ancestors: they may be another format's. Returns rows written.
std::int64_t sync_taxonomy(pg::Connection& connection, const clinical::ReferenceTerms& taxonomy,
                           std::string_view at);

// Notes whether the feed has dates, and the day that is stated for its studies where it has none. Writes
// nothing where that is noted already.
void note_undated_feed(pg::Connection& connection, std::string_view feed,
                       std::optional<clinical::Date> stated);

// Adds the facility where it is missing. `name`: of a new one.
void ensure_facility(pg::Connection& connection, std::string_view facility_id, std::string_view name,
                     std::string_view at);

// Terms that were seen to be in the database already, so that they are not asked for again.
struct KnownTerms {
    std::set<std::string, std::less<>> diagnoses;
    std::set<std::string, std::less<>> localizations;
};

// Adds the unknown terms of these records, flagged in_taxonomy = false. Nothing to do costs no round trip.
void add_unknown_terms(pg::Connection& connection, std::span<const clinical::StudyRecord> records,
                       KnownTerms& known, std::string_view at);

} // namespace padchestd::store
