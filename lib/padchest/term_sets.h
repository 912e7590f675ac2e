#pragma once
// The sets of diagnoses and localizations that label texts mean.

#include "clinical/rejection.h"
#include "clinical/study.h"
#include "clinical/text_cache.h"
#include "padchest/taxonomy.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::padchest {

// Longest term of the taxonomy: 44 bytes.
inline constexpr std::size_t kMaxTermBytes = 256;

struct TermSet {
    const clinical::CodeSet* set = nullptr; // never null where there is no reason
    std::optional<clinical::Reason> reason; // bad_label_list, too_many_labels or text_too_long
};

enum class TermTable { diagnoses, localizations };

// Turns the cells of one label column into sets; equal texts share one. Sets stay valid as long as TextCache
// keeps them.
class TermSets {
  public:
    // `taxonomy` outlives it.
    TermSets(const Taxonomy& taxonomy, TermTable table);

    // A missing cell is the empty set: what is not known is not `normal`.
    [[nodiscard]] TermSet operator()(std::string_view cell);

    void begin_batch();

    // An estimate of the memory that texts took which were new since begin_batch().
    [[nodiscard]] std::size_t new_bytes() const { return new_bytes_; }

  private:
    // What one label of a list means.
    struct Label {
        std::string code; // empty where the label has no term (`loc ` alone)
        std::string term;
        bool is_known = false;
    };

    [[nodiscard]] Label read_label(std::string_view label) const;
    [[nodiscard]] const Label& label_of(std::string_view label);
    [[nodiscard]] static clinical::CodeSet set_of(const std::vector<const Label*>& labels);

    const Taxonomy& taxonomy_;
    TermTable table_;
    clinical::TextCache<clinical::CodeSet> sets_;
    clinical::TextCache<Label> labels_;
    std::size_t new_bytes_ = 0;
};

} // namespace padchestd::padchest
