#pragma once
// Damage of a whole export that looks like data: ids that a spreadsheet has rounded, a second header line,
// one id for many studies. Looked for in each batch before it is written, since rows that were merged cannot
// be told apart again.

#include "clinical/study.h"
#include "feed/csv_header.h"
#include "feed/record.h"

#include <optional>
#include <span>
#include <string>

namespace padchestd::padchest {

// What is wrong: the column, three rows, the likely cause; no cell's content. Nothing where the batch is
// plausible. As clinical::Mapping::export_damage.
[[nodiscard]] std::optional<std::string> export_damage(const feed::CsvHeader& header,
                                                       std::span<const feed::Record> records,
                                                       std::span<const feed::Record* const> refused,
                                                       std::span<const clinical::StudyRecord> accepted);

} // namespace padchestd::padchest
