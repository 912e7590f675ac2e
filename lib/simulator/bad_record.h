#pragma once
// Records that cannot be loaded, for tests of the quarantine: one fault each, of every kind that a record can
// show by itself. None of them runs into the next record (an open quote would, and is left to tests of
// its own).

#include "simulator/row.h"
#include "util/seeded_random.h"

#include <cstdint>
#include <string>

namespace padchestd::simulator {

enum class Fault {
    impossible_date, // 31 February
    date_of_letters,
    date_too_early, // of 1899
    study_id_missing,
    image_id_missing,
    study_id_too_long, // 300 digits
    field_missing,
    field_surplus,
    number_of_letters, // in Rows_DICOM
    number_out_of_range,
    not_utf8,
    nul_byte,
    unknown_code,    // in Pediatric
    open_label_list, // no closing bracket
    stray_quote,     // in an unquoted field
};
inline constexpr std::uint64_t kFaults = 15;

// The record with the `n`-th fault in turn (n modulo kFaults), as one line of the feed.
[[nodiscard]] std::string spoiled(Row row, std::uint64_t n, util::SeededRandom& random);

} // namespace padchestd::simulator
