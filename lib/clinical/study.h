#pragma once
// One accepted record of the feed in the clinical schema's terms: an image (procedure) of a study (encounter)
// with its report and labels. Pure data; made by a clinical::Mapping, written by store/.
//
// Lifetime: the views point into the record's bytes or into interned tables of the reader that made it,
// and are valid as long as the batch is.

#include "clinical/cell_text.h"
#include "clinical/date.h"
#include "clinical/finding.h"
#include "clinical/image_column.h"
#include "feed/position.h"
#include "util/hash.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::clinical {

// Longest StudyID of the real feed: 51, ImageID: 66. A btree key must stay below 2,704 bytes.
inline constexpr std::size_t kMaxKeyBytes = 256;

// Longest report of the real feed: 825 bytes. A tsvector takes 1,048,575 bytes of words and positions (above
// that SQLSTATE 54000), and no text was found that takes more than four times its own length: see the
// integration test of this bound.
inline constexpr std::size_t kMaxReportBytes = 65'536;

// Terms of one study, as codes: sorted, each once, without empty ones. Interned: equal texts share one.
struct CodeSet {
    std::vector<std::string> codes;
    std::vector<std::size_t> unknown; // indexes into `codes` of terms that the taxonomy does not know
    std::vector<std::string>
        terms; // of `codes`, one each: the taxonomy's spelling, or the feed's where unknown
};

struct Encounter {
    Text encounter_id;              // StudyID
    Date date;                      // StudyDate_DICOM
    bool pediatric;                 // Pediatric: PED
    const CodeSet* diagnoses;       // Labels; an empty set where null: unknown, not normal
    const CodeSet* localizations;   // Localizations, without their `loc ` prefix
    util::ContentHash content_hash; // of all of the above
};

struct Report {
    Text report_id;            // ReportID
    OptionalText text;         // Report, surrounding white space trimmed; missing in about 90 studies
    OptionalText label_method; // MethodLabel: Physician or RNN_model
    util::ContentHash content_hash;
};

struct Procedure {
    Text procedure_id;
    // In the order of Mapping::image_columns(), and as many. Numbers were validated (form and range) and stay
    // as text in a form Postgres takes.
    std::array<CellText, kMostImageColumns> values;
    std::size_t columns = 0;        // how many of them
    std::size_t always = 0;         // of these, the first ones, which every feed of the format has
    util::ContentHash content_hash; // of procedure_id and values
};

// Whose study it is, as the record states it. For the draw of a patient, in memory: no field of it is ever
// stored, logged or part of a hash that is not keyed (docs/privacy.md).
struct Person {
    OptionalText source_id;        // PatientID
    char sex = '\0';               // PatientSex_DICOM: F, M or O; '\0' where it is missing
    std::optional<int> birth_year; // PatientBirth
};

struct StudyRecord {
    feed::SourcePosition position;
    std::uint64_t record_number = 0; // complete records before it
    std::uint64_t length = 0;        // bytes in the feed
    Text raw;                        // the record's bytes, for quarantine
    util::ContentHash record_hash;   // of the record's bytes as they are in the feed
    Encounter encounter;
    Procedure procedure;
    std::optional<Report> report; // none where ReportID and Report are both missing
    // Set: the record is of a feed of findings (docs/decisions/015-findings-join-a-study.md). Encounter
    // and procedure then hold what the record tells of them, for a study that no other feed has; the
    // encounter's sets are the finding's own and no part of its content hash. A pointer, since in place it
    // would cost a batch of any other feed 2 to 4 MiB.
    std::shared_ptr<Finding> finding;
    Person person;
};

} // namespace padchestd::clinical
