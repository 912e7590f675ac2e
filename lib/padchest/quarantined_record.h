#pragma once
// What quarantine may keep of a record.

#include "clinical/mapping.h"

#include <optional>
#include <string>

namespace padchestd::padchest {

// The record's bytes as quarantine keeps them: PatientID and PatientBirth blanked, and with them every column
// that is not one of PadChest's (a renamed or an additional one could hold a person's identity, and nothing
// reads it). Still CSV with the header's number of fields, without the line end; may be quoted otherwise than
// in the feed. Nothing where the record could not be split into fields, or where its cells may not be in
// their columns (padchest/record_shape.h): then only position and hash are kept.
[[nodiscard]] std::optional<std::string> blanked(const feed::CsvHeader& header, const feed::Record& record);

// A key is nothing where its column is missing, empty, or too long for an index. No keys where blanked() is
// nothing.
[[nodiscard]] clinical::RecordKeys keys(const feed::CsvHeader& header, const feed::Record& record);

} // namespace padchestd::padchest
