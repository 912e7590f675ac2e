#pragma once
// One line of the taxonomy's file, split and checked. What the lines mean together is taxonomy.h's.

#include "padchest/taxonomy.h"

#include <string_view>
#include <vector>

namespace padchestd::padchest {

struct TaxonomyRow {
    std::size_t line = 0; // from 1, the header's
    std::string_view tree;
    std::string_view term;
    std::string_view parent; // empty where the term is a root
    std::string_view cui;
    std::string_view umls_name;
    bool is_localization = false;
    clinical::Kind kind = clinical::Kind::finding; // of a diagnosis
};

// Columns: tree, depth, path (` > ` between the terms, the tree's root first), term, CUI, UMLS name, images
// in the feed. Rows without a term (the feed's empty label) are left out. Terms of the tree `(feed only)`
// have no root. Views into `tsv`. Throws std::invalid_argument with the line's number.
[[nodiscard]] std::vector<TaxonomyRow> parse_taxonomy(std::string_view tsv);

// The same exception, for what only several rows together show.
[[noreturn]] void refuse_taxonomy_line(std::size_t line, std::string_view why);

} // namespace padchestd::padchest
