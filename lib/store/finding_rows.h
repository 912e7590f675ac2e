#pragma once
// Writes the findings that a fold decided on, and what they tell of studies that are made from them. Inside
// the caller's transaction.

#include "pg/connection.h"
#include "store/study_rows.h"

#include <span>

namespace padchestd::store {

// New rows by COPY or by upsert, changed ones by upsert: the table's key is always there. Labels and
// localizations of findings that make a study are added to it. After the studies' own rows.
void write_findings(pg::Connection& connection, std::span<const FindingWrite> writes, const RowStamp& stamp,
                    NewRows new_rows);

} // namespace padchestd::store
