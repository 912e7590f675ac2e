#pragma once
// A term of a label taxonomy: what a diagnosis or a localization is, whichever feed it comes from.

#include <span>
#include <string>
#include <string_view>
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
// No code is longer than 120 bytes (longer: cut between two characters, with the hash of the whole appended).
[[nodiscard]] std::string code_of(std::string_view term);

struct Term {
    std::string code;
    std::string term;                   // the authors' spelling, which is canonical (`pectum excavatum`)
    std::string cui;                    // UMLS concept; empty for 56 terms
    std::string umls_name;              // empty with it
    Kind kind = Kind::finding;          // of a diagnosis; finding for localizations (unused)
    std::vector<std::string> ancestors; // codes, closure, sorted, without itself; up to the tree's root
};

// The terms that a feed's labels are checked against. Views; sorted by code.
struct ReferenceTerms {
    std::span<const Term> diagnoses;
    std::span<const Term> localizations;
};

} // namespace padchestd::clinical
