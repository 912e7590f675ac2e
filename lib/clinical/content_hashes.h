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

    // report_id, text, label_method.
    [[nodiscard]] util::ContentHash operator()(const Report& report);

    // procedure_id and all columns, in their order.
    [[nodiscard]] util::ContentHash operator()(const Procedure& procedure);

  private:
    void field(OptionalText value);
    void list(const CodeSet& set);
    [[nodiscard]] util::ContentHash digest();

    std::string bytes_;
};

} // namespace padchestd::clinical
