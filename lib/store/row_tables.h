#pragma once
// The tables of the clinical store that a batch writes. Each column of a table is named once: COPY, upsert
// and the upsert's rows, as JSON, are made from it. Columns that the database fills (ods.encounters.number)
// are not among them.

#include "store/study_fold.h"
#include "store/study_rows.h"
#include "store/upsert.h"

#include <span>
#include <string>

namespace padchestd::store {

enum class WithVectors { yes, no };

[[nodiscard]] UpsertTable encounter_table();
[[nodiscard]] UpsertTable procedure_table(std::span<const clinical::ImageColumn> image_columns);
// `no`: for COPY where there is no text model.
[[nodiscard]] UpsertTable report_table(WithVectors vectors);
[[nodiscard]] UpsertTable finding_table();

// What upsert_statement() and update_statement() take.
[[nodiscard]] std::string encounters_json(std::span<const EncounterWrite> writes, const RowStamp& stamp);
[[nodiscard]] std::string procedures_json(std::span<const RowWrite> writes, const RowStamp& stamp);
[[nodiscard]] std::string reports_json(std::span<const RowWrite> writes, const RowStamp& stamp);
[[nodiscard]] std::string findings_json(std::span<const FindingWrite> writes, const RowStamp& stamp);

} // namespace padchestd::store
