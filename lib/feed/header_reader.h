#pragma once
// Reads the header from the file's first bytes.

#include "feed/csv_header.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace padchestd::feed {

// Nothing while `start`, the file's first bytes, hold no complete header: the BOM, if there is one, empty
// lines, and the first record; with NUL bytes in it, it is not complete. Throws util::Failure (data) where
// that record is not CSV, not UTF-8 or is longer than `max_record_bytes`.
[[nodiscard]] std::optional<CsvHeader> read_header(std::string_view start, std::size_t max_record_bytes);

} // namespace padchestd::feed
