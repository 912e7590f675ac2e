#include "nih/labels.h"

#include "clinical/cell.h"
#include "util/trimmed.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

namespace padchestd::nih {

namespace {

using clinical::Kind;
using clinical::Reason;
using clinical::value_of;

// The published table has 836 distinct texts of up to 9 labels, 40 bytes in the mean: all fit.
constexpr std::size_t kTextBytes = std::size_t{256} * 1024;
constexpr std::size_t kMostLabels = 64;
constexpr std::size_t kLongestLabel = 256;
constexpr std::size_t kSetCost = 200; // about what a set and a term of it take, beside their texts
constexpr std::size_t kTermCost = 110;

const clinical::CodeSet kNoLabels;

struct Label {
    std::string_view label; // as the table spells it
    std::string_view cui;
    std::string_view umls_name;
    Kind kind;
};

// Concept and kind are those of the term of PadChest's taxonomy that means the same (a unit test compares
// them). `Hernia` does not tell whether it is hiatal, and `No Finding` is not PadChest's `normal`: it has no
// concept.
constexpr std::array<Label, 15> kLabels{
    {{"Atelectasis", "C0004144", "Atelectasis", Kind::finding},
     {"Cardiomegaly", "C0018800", "Cardiomegaly", Kind::finding},
     {"Consolidation", "C0521530", "Lung consolidation", Kind::finding},
     {"Edema", "C0034063", "Pulmonary Edema", Kind::differential},
     {"Effusion", "C2073625", "x-ray of chest, pleural effusion", Kind::finding},
     {"Emphysema", "C0034067", "Pulmonary Emphysema", Kind::differential},
     {"Fibrosis", "C0034069", "Pulmonary Fibrosis", Kind::differential},
     {"Hernia", "C0019270", "Hernia", Kind::finding},
     {"Infiltration", "C0277877", "Radiologic infiltrate of lung", Kind::finding},
     {"Mass", "C2603353", "Mass of thoracic structure", Kind::finding},
     {"No Finding", "", "", Kind::normal},
     {"Nodule", "C0034079", "Lung nodule", Kind::finding},
     {"Pleural_Thickening", "C0264545", "Thickening of pleura", Kind::finding},
     {"Pneumonia", "C0032285", "Pneumonia", Kind::differential},
     {"Pneumothorax", "C2073565", "x-ray of chest, lungs pneumothorax", Kind::finding}}};

// Shown beside other feeds' terms, which have similar names.
std::string term_of_label(std::string_view label) {
    return std::string(label) + " (NIH)";
}

std::vector<clinical::Term> make_terms() {
    std::vector<clinical::Term> all;
    all.reserve(kLabels.size());
    for (const Label& one : kLabels)
        all.push_back({code_of_label(one.label),
                       term_of_label(one.label),
                       std::string(one.cui),
                       std::string(one.umls_name),
                       one.kind,
                       {}});
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
    return all;
}

// nullptr: not one of the table's labels.
const clinical::Term* find(const std::string& code) {
    const auto all = terms();
    const auto found = std::lower_bound(all.begin(), all.end(), code,
                                        [](const auto& term, const auto& key) { return term.code < key; });
    return found != all.end() && found->code == code ? &*found : nullptr;
}

clinical::CodeSet set_of(const std::map<std::string, std::string_view>& labels) {
    clinical::CodeSet set;
    for (const auto& [code, label] : labels) {
        const auto* const term = find(code);
        if (term == nullptr) set.unknown.push_back(set.codes.size());
        set.codes.push_back(code);
        set.terms.push_back(term != nullptr ? term->term : term_of_label(label));
    }
    return set;
}

} // namespace

std::span<const clinical::Term> terms() {
    static const std::vector<clinical::Term> all = make_terms();
    return all;
}

std::string code_of_label(std::string_view label) {
    return clinical::code_of("NIH " + std::string(label));
}

LabelSets::LabelSets()
    : sets_(kTextBytes) {}

LabelSet LabelSets::operator()(std::string_view cell) {
    const auto text = value_of(cell);
    if (!text) return {&kNoLabels, std::nullopt};
    if (const auto* const cached = sets_.find(*text)) return {cached, std::nullopt};
    std::map<std::string, std::string_view> labels; // by code
    for (std::string_view rest = *text; !rest.empty();) {
        const std::size_t bar = std::min(rest.find('|'), rest.size());
        const std::string_view label = util::trimmed(rest.substr(0, bar));
        rest.remove_prefix(std::min(bar + 1, rest.size()));
        if (label.size() > kLongestLabel) return {nullptr, Reason::text_too_long};
        if (!label.empty()) labels.emplace(code_of_label(label), label);
        if (labels.size() > kMostLabels) return {nullptr, Reason::too_many_labels};
    }
    new_bytes_ += kSetCost + text->size() + kTermCost * labels.size();
    return {sets_.add(*text, set_of(labels)), std::nullopt};
}

void LabelSets::begin_batch() {
    new_bytes_ = 0;
    sets_.begin_batch();
}

} // namespace padchestd::nih
