#pragma once
// Content hashes of the rows that a record gives: equal exactly where the rows' content is. The store
// compares them to leave unchanged rows alone, so a change of what goes in here rewrites every row of every
// store once.

#include "clinical/study.h"
#include "util/hash.h"

#include <string>

namespace padchestd::clinical {

// Keeps its buffer between rows, so that hashing allocates nothing. (One hash over gathered bytes: a stream
// that is fed sixty short fields a record costs twice as much.)
class ContentHasher {
  public:
    // encounter_id, date, pediatric, codes of diagnoses, codes of localizations. Not the terms' spelling.
    [[nodiscard]] util::ContentHash operator()(const Encounter& encounter);

    // As above without the codes: of a study that is made from its findings.
    [[nodiscard]] util::ContentHash without_codes(const Encounter& encounter);

    // report_id, text, label_method.
    [[nodiscard]] util::ContentHash operator()(const Report& report);

    // procedure_id and all columns, in their order.
    [[nodiscard]] util::ContentHash operator()(const Procedure& procedure);

    // finding_id and all values, in their order.
    [[nodiscard]] util::ContentHash operator()(const Finding& finding);

    // procedure_id, and the finding's diagnosis_code, locations and sentences. Its finding_id is this in hex.
    [[nodiscard]] util::ContentHash finding_id(Text procedure_id, const Finding& finding);

  private:
    void field(OptionalText value);
    void list(const CodeSet& set);
    [[nodiscard]] util::ContentHash digest();

    std::string bytes_;
};

} // namespace padchestd::clinical
