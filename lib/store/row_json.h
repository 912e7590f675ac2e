#pragma once
// Rows of the clinical store as the JSON that sql/upsert_*.sql takes: one object a row, members named as the
// columns.

#include "store/study_fold.h"
#include "store/study_rows.h"

#include <span>
#include <string>

namespace padchestd::store {

[[nodiscard]] std::string encounters_json(std::span<const EncounterWrite> writes, const RowStamp& stamp);
[[nodiscard]] std::string procedures_json(std::span<const RowWrite> writes, const RowStamp& stamp);
[[nodiscard]] std::string reports_json(std::span<const RowWrite> writes, const RowStamp& stamp);
[[nodiscard]] std::string findings_json(std::span<const FindingWrite> writes, const RowStamp& stamp);

} // namespace padchestd::store
