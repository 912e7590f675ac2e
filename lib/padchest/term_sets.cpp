#include "padchest/term_sets.h"

#include "clinical/cell.h"
#include "padchest/label_list.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace padchestd::padchest {

namespace {

// The real feed has 28,809 distinct texts of labels and 20,232 of localizations, 80 bytes in the mean; a text
// and its set take some 500 bytes. So many texts, in two generations and for two columns, are below 3 MB; a
// cache without bounds would make 49,000 sets of its 320,000 cells, this one makes 68,000.
constexpr std::size_t kSetTextBytes = std::size_t{64} * 1024;

// Some 700 distinct labels (with and without blanks), 22 bytes in the mean.
constexpr std::size_t kLabelTextBytes = std::size_t{32} * 1024;

// About what a label, a set and a term of a set take, beside their texts.
constexpr std::size_t kLabelCost = 200;
constexpr std::size_t kSetCost = 200;
constexpr std::size_t kTermCost = 110;

// Localizations are written `loc right`; the taxonomy's term is `right`.
std::string_view without_prefix(std::string_view label) {
    if (label == "loc") return {};
    return label.starts_with("loc ") ? util::trimmed(label.substr(4)) : label;
}

const clinical::CodeSet kNoTerms;

} // namespace

TermSets::TermSets(const Taxonomy& taxonomy, TermTable table)
    : taxonomy_(taxonomy)
    , table_(table)
    , sets_(kSetTextBytes)
    , labels_(kLabelTextBytes) {}

TermSets::Label TermSets::read_label(std::string_view label) const {
    const bool is_diagnosis = table_ == TermTable::diagnoses;
    const std::string_view text = is_diagnosis ? label : without_prefix(label);
    if (text.empty()) return {};
    const std::string code = clinical::code_of(text);
    const clinical::Term* const term =
        is_diagnosis ? taxonomy_.diagnosis(code) : taxonomy_.localization(code);
    return {code, term != nullptr ? term->term : std::string(text), term != nullptr};
}

const TermSets::Label& TermSets::label_of(std::string_view label) {
    const Label* const found = labels_.find(label);
    if (found != nullptr) return *found;
    new_bytes_ += kLabelCost + 3 * label.size();
    return *labels_.add(label, read_label(label));
}

TermSet TermSets::operator()(std::string_view cell) {
    const clinical::OptionalText text = clinical::value_of(cell);
    if (!text) return {&kNoTerms, std::nullopt};
    if (const clinical::CodeSet* const cached = sets_.find(*text)) return {cached, std::nullopt};
    const auto list = parse_label_list(*text);
    if (!list) return {nullptr, clinical::Reason::bad_label_list};
    if (list->size() > kMaxLabels) return {nullptr, clinical::Reason::too_many_labels};

    std::vector<const Label*> labels;
    labels.reserve(list->size());
    for (const std::string& label : *list) {
        if (label.size() > kMaxTermBytes) return {nullptr, clinical::Reason::text_too_long};
        if (const Label& read = label_of(label); !read.code.empty()) labels.push_back(&read);
    }
    // By code and then by spelling, so that the set does not depend on the order of the list.
    std::sort(labels.begin(), labels.end(), [](const Label* a, const Label* b) {
        return a->code != b->code ? a->code < b->code : a->term < b->term;
    });
    const auto same = [](const Label* a, const Label* b) { return a->code == b->code; };
    labels.erase(std::unique(labels.begin(), labels.end(), same), labels.end());
    new_bytes_ += kSetCost + text->size() + kTermCost * labels.size();
    return {sets_.add(*text, set_of(labels)), std::nullopt};
}

clinical::CodeSet TermSets::set_of(const std::vector<const Label*>& labels) {
    clinical::CodeSet set;
    set.codes.reserve(labels.size());
    set.terms.reserve(labels.size());
    for (const Label* const label : labels) {
        if (!label->is_known) set.unknown.push_back(set.codes.size());
        set.codes.push_back(label->code);
        set.terms.push_back(label->term);
    }
    return set;
}

void TermSets::begin_batch() {
    new_bytes_ = 0;
    sets_.begin_batch();
    labels_.begin_batch();
}

} // namespace padchestd::padchest
