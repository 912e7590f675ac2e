#pragma once
// PadChest's label taxonomy: terms, their hierarchy (a graph: 31 terms have several parents) and UMLS CUIs.
// Reference data, read once from reference/taxonomy.tsv, which is part of the program.

#include "clinical/term.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace padchestd::padchest {

class Taxonomy {
  public:
    // Parses the TSV (tree, depth, path, term, cui, umls_name, images): throws std::invalid_argument with the
    // line number.
    // A term of several rows has the UMLS concept of its first one, and must be of one kind: one that was
    // in both the findings' and the differential diagnoses' trees would be refused (none does; `pneumonia` is
    // a differential diagnosis alone).
    explicit Taxonomy(std::string_view tsv);
    ~Taxonomy() = default;
    Taxonomy(const Taxonomy&) = delete; // the indexes view the terms
    Taxonomy& operator=(const Taxonomy&) = delete;
    Taxonomy(Taxonomy&&) noexcept = default;
    Taxonomy& operator=(Taxonomy&&) noexcept = default;

    // The one that is compiled in. Built once.
    [[nodiscard]] static const Taxonomy& built_in();

    // Sorted by code. Roots of the trees (`radiological finding`, `differential diagnosis`, `localization`)
    // are terms.
    [[nodiscard]] const std::vector<clinical::Term>& diagnoses() const { return diagnoses_; }
    [[nodiscard]] const std::vector<clinical::Term>& localizations() const {
        return localizations_;
    } // without `loc `

    [[nodiscard]] clinical::ReferenceTerms reference_terms() const { return {diagnoses_, localizations_}; }

    // By code; nullptr when unknown.
    [[nodiscard]] const clinical::Term* diagnosis(std::string_view code) const;
    [[nodiscard]] const clinical::Term* localization(std::string_view code) const;

  private:
    std::vector<clinical::Term> diagnoses_;
    std::vector<clinical::Term> localizations_;
    std::unordered_map<std::string_view, std::size_t> diagnosis_by_code_;
    std::unordered_map<std::string_view, std::size_t> localization_by_code_;
};

} // namespace padchestd::padchest
