#pragma once
// Reads what a record says of a finding: label, locations, boxes, progression, sentences.

#include "clinical/content_hashes.h"
#include "clinical/study.h"
#include "feed/csv_header.h"
#include "feed/record.h"
#include "padchest/number_text.h"
#include "padchest/term_sets.h"
#include "padchest_gr/columns.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

namespace padchestd::padchest_gr {

class Findings {
  public:
    // The header has all needed columns.
    explicit Findings(const feed::CsvHeader& header);

    // The finding of this image, and label and locations of the encounter. Views end with the record's
    // buffer, or with the second begin_batch() after the call.
    [[nodiscard]] std::optional<clinical::Rejection> read(const feed::Record& record,
                                                          clinical::StudyRecord& study);

    void begin_batch();
    [[nodiscard]] std::size_t new_bytes() const;

  private:
    using MaybeRejection = std::optional<clinical::Rejection>;
    using Place = std::optional<std::size_t>; // nothing: the header lacks the column

    struct Places {
        explicit Places(const feed::CsvHeader& header);

        std::size_t label, boxes_count, locations, progression, sentence_en, sentence_es;
        Place extra_boxes_count, boxes, extra_boxes, prior_study, in_benchmark, in_validation, split,
            label_group;
    };

    [[nodiscard]] MaybeRejection read_terms(const feed::Record& record, clinical::Encounter& encounter);
    [[nodiscard]] MaybeRejection read_count(const feed::Record& record, Place place, std::string_view column,
                                            clinical::CellText& value);
    [[nodiscard]] MaybeRejection read_boxes(const feed::Record& record, Place place, std::string_view column,
                                            clinical::OptionalText count, clinical::CellText& value);
    [[nodiscard]] MaybeRejection read_texts(const feed::Record& record, clinical::Finding& finding) const;
    [[nodiscard]] MaybeRejection read_flags(const feed::Record& record, clinical::Finding& finding) const;
    [[nodiscard]] clinical::Text keep(std::string text);

    Places places_;
    padchest::TermSets labels_;
    padchest::TermSets locations_;
    padchest::NumberReader numbers_;
    clinical::ContentHasher hash_;
    std::deque<std::string> texts_;          // of this batch: boxes and ids
    std::deque<std::string> previous_texts_; // of the one before, which may still be on its way
    std::size_t text_bytes_ = 0;             // of texts_
};

} // namespace padchestd::padchest_gr
