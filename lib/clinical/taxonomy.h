#pragma once
// PadChest's label taxonomy: terms, their hierarchy (a graph: 31 terms have several parents) and UMLS CUIs.
// Reference data, read once from reference/taxonomy.tsv, which is part of the program.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace padchestd::clinical {

enum class Kind {
    finding,
    differential, // differential diagnosis
    quality,      // exclude, suboptimal study, unchanged: about the study, not a disease
    normal,
};
[[nodiscard]] std::string_view name(Kind kind);

// The code of a term: ASCII letters in lower case and digits stay, bytes of other alphabets stay, every other
// run between them becomes one `-` (`COPD signs` → `copd-signs`). Terms that differ in case, spaces or
// punctuation only are one term. Where nothing is left: `label-` and the content hash's first 16 hex digits.
// No code is longer than 120 bytes (longer: cut between two characters, and the hash of the whole behind).
[[nodiscard]] std::string code_of(std::string_view term);

struct Term {
    std::string code;
    std::string term;                   // the authors' spelling, which is canonical (`pectum excavatum`)
    std::string cui;                    // UMLS concept; empty for 56 terms
    std::string umls_name;              // empty with it
    Kind kind = Kind::finding;          // of a diagnosis; finding for localizations (unused)
    std::vector<std::string> ancestors; // codes, closure, sorted, without itself; up to the tree's root
};

class Taxonomy {
  public:
    // Parses the TSV (tree, depth, path, term, cui, umls_name, images): throws std::invalid_argument with the
    // line number.
    // A term of several rows has the UMLS concept of its first one, and must be of one kind: one that stood
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
    [[nodiscard]] const std::vector<Term>& diagnoses() const { return diagnoses_; }
    [[nodiscard]] const std::vector<Term>& localizations() const { return localizations_; } // without `loc `

    // By code; nullptr when unknown.
    [[nodiscard]] const Term* diagnosis(std::string_view code) const;
    [[nodiscard]] const Term* localization(std::string_view code) const;

  private:
    std::vector<Term> diagnoses_;
    std::vector<Term> localizations_;
    std::unordered_map<std::string_view, std::size_t> diagnosis_by_code_;
    std::unordered_map<std::string_view, std::size_t> localization_by_code_;
};

} // namespace padchestd::clinical
