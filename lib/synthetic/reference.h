#pragma once
// The aggregate tables that made-up data is drawn from: reference/*.tsv, compiled in. Counts and shares only;
// what each column means and where it comes from is in reference/README.md. Not the taxonomy of the clinical
// layer, which this layer does not see.
//
// All views point into the program's read-only data and live as long as the program. A table that does not
// parse is a defect of the build: std::invalid_argument.

#include <string_view>
#include <vector>

namespace padchestd::synthetic {

struct Weighted {
    std::string_view value;
    double weight = 0;
};

// The rows of distributions.tsv for one `what` (`Projection`, `images per study`), in file order; at least
// one.
[[nodiscard]] std::vector<Weighted> distribution(std::string_view what);

// The number in front of a value that is one (`70`), else -1 (`missing`).
[[nodiscard]] int leading_number(std::string_view value);

// A row of findings.tsv.
struct FindingRow {
    std::string_view label;
    double studies = 0;
    std::vector<Weighted> companions; // label and lift, most telling first
    std::vector<std::string_view>
        phrases; // one to three stems that are typical of its reports, commonest first
};
[[nodiscard]] std::vector<FindingRow> finding_rows();

// A row of localizations.tsv: how often a sentence with this label alone names each place.
struct LocalizationRow {
    std::string_view label;
    std::vector<Weighted> places; // a place without `loc `, and the share of sentences that name it
};
[[nodiscard]] std::vector<LocalizationRow> localization_rows();

// A row of taxonomy.tsv.
struct TaxonomyRow {
    std::string_view
        tree; // `localization` for places; `(feed only)` for terms that the taxonomy does not know
    std::string_view term;
    std::string_view cui; // may be empty
    double images = 0;    // images of the real feed that carry it
};
[[nodiscard]] std::vector<TaxonomyRow> taxonomy_rows();

} // namespace padchestd::synthetic
