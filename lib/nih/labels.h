#pragma once
// The labels of NIH ChestX-ray14: fourteen findings and `No Finding`. They were mined from reports by a
// program, and `No Finding` means none of the fourteen. So they are terms of their own, with codes of their
// own (`nih-effusion`): what PadChest calls by a similar name is another term. The UMLS concept joins the
// two.

#include "clinical/rejection.h"
#include "clinical/study.h"
#include "clinical/term.h"
#include "clinical/text_cache.h"

#include <optional>
#include <span>
#include <string_view>

namespace padchestd::nih {

// Sorted by code. Static.
[[nodiscard]] std::span<const clinical::Term> terms();

// The code of a label as the table spells it, known or not: `Pleural_Thickening` → `nih-pleural-thickening`.
[[nodiscard]] std::string code_of_label(std::string_view label);

struct LabelSet {
    const clinical::CodeSet* set = nullptr; // never null where there is no reason
    std::optional<clinical::Reason> reason; // too_many_labels or text_too_long
};

// Turns cells like `Effusion|Mass` into sets; equal texts share one. Sets stay valid as long as TextCache
// keeps them.
class LabelSets {
  public:
    LabelSets();

    // A missing cell is the empty set: what is not known is not `No Finding`.
    [[nodiscard]] LabelSet operator()(std::string_view cell);

    void begin_batch();

    // An estimate of the memory that texts took which were new since begin_batch().
    [[nodiscard]] std::size_t new_bytes() const { return new_bytes_; }

  private:
    clinical::TextCache<clinical::CodeSet> sets_;
    std::size_t new_bytes_ = 0;
};

} // namespace padchestd::nih
