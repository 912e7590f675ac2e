#pragma once
// Texts by terms: one sparse row a text, of unit length or empty.

#include "text/parameters.h"
#include "text/vocabulary.h"

#include <span>
#include <string>
#include <vector>

namespace padchestd::text {

using TermLists = std::vector<std::vector<std::string>>;

struct TermMatrix {
    std::vector<std::size_t> begin{0}; // of each row in `entries`; one more than rows
    std::vector<TermWeight> entries;
    std::size_t terms = 0;

    [[nodiscard]] std::size_t rows() const { return begin.size() - 1; }
    [[nodiscard]] std::span<const TermWeight> row(std::size_t index) const {
        return std::span(entries).subspan(begin[index], begin[index + 1] - begin[index]);
    }
};

// Terms in at least parameters.least_documents texts, at most parameters.most_terms of them (the most
// frequent, ties by spelling), with their weights.
[[nodiscard]] Vocabulary vocabulary_of(const TermLists& texts, const Parameters& parameters);

[[nodiscard]] TermMatrix term_matrix(const TermLists& texts, const Vocabulary& vocabulary);

} // namespace padchestd::text
