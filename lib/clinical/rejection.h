#pragma once
// Bad input as a value: why one record was not loaded. Never carries a cell's content.

#include <string_view>

namespace padchestd::clinical {

// ingest.quarantine.reason holds the names, and those of feed::Malformation.
enum class Reason {
    missing_value,        // a column that must be there is empty, nan, NaN, None or NA
    key_too_long,         // an identifier beyond kMaxKeyBytes
    bad_key,              // an identifier with white space or control characters
    bad_date,             // not a calendar date of eight digits
    date_out_of_range,    // see clinical/date.h
    bad_number,           // not a number of the column's form
    number_out_of_range,  // a number no radiograph can have (the ranges are in the format's table)
    unknown_code,         // Pediatric neither `No` nor `PED`, MethodLabel not a known one
    bad_label_list,       // not the text of a Python list of strings
    bad_boxes,            // not boxes within the image, or another number of them than is counted
    too_many_labels,      // more labels or localizations than a study can have
    text_too_long,        // a code, label or report beyond its limit
    no_eligible_patient,  // no synthetic patient was born by the study date
    shifted_cells,        // a cell that cannot belong to its column: a comma too few or too many
    image_of_two_studies, // the ImageID is under another StudyID already (docs/scale-out.md: no unique key
                          // can express this)
    study_of_other_feed,  // another feed of this database wrote the study, or the one that holds the image,
                          // first (docs/decisions/)
    refused_by_database,  // SQLSTATE class 22, 23 or 54 on this record alone
};

[[nodiscard]] std::string_view name(Reason reason);

// A field of the store that a record is blamed for after it was read. Which column of the feed gives it is
// the mapping's knowledge (clinical/mapping.h).
enum class Field { encounter_id, encounter_date, procedure_id };

struct Rejection {
    Reason reason;
    std::string_view column; // the feed's column name, static; empty where no single column is to blame
};

} // namespace padchestd::clinical
