#pragma once
// One finding of an image: what a reader saw in it, where, and since when. A row of ods.findings.

#include "clinical/cell_text.h"
#include "util/hash.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace padchestd::clinical {

struct CodeSet;

// Places in Finding::values.
enum FindingValue : std::size_t {
    boxes_count,
    extra_boxes_count,
    boxes,
    extra_boxes,
    progression,
    has_prior,
    sentence_en,
    sentence_es,
    label_group,
    study_split,
    in_benchmark,
    in_validation
};

// The columns of ods.findings that they go to. The order is part of every content hash.
inline constexpr std::array<std::string_view, 12> kFindingColumns{
    "boxes_count", "extra_boxes_count", "boxes",       "extra_boxes", "progression",  "has_prior",
    "sentence_en", "sentence_es",       "label_group", "study_split", "in_benchmark", "in_validation"};

static_assert(kFindingColumns.size() == in_validation + 1);

struct Finding {
    // Of image, label, locations and sentences: a record with the same ones is about the same
    // finding. 32 hexadecimal digits.
    Text finding_id;
    Text diagnosis_code;
    const CodeSet* locations = nullptr;
    std::array<CellText, kFindingColumns.size()> values; // as text that Postgres takes
    util::ContentHash content_hash;                      // of all of the above
};

} // namespace padchestd::clinical
