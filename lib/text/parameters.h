#pragma once
// Every number of the report vectors' method, in one place. A model keeps the ones that it was fitted with.
// Measured in docs/report-text.md, which also names what was tried instead.

#include <cstddef>
#include <cstdint>

namespace padchestd::text {

// Components of an embedding; ods.reports.embedding has the same number.
inline constexpr std::size_t kDimensions = 384;

// Raised whenever the same corpus would give another model: word lists, weights, or one of the numbers below.
inline constexpr int kMethodVersion = 2; // 2: text with `,`, `;`, `:` or a point at a word is refused

struct Parameters {
    int method_version = kMethodVersion;
    std::uint64_t seed = 20'071'117;
    // Distinct texts that a fit reads, at most; which ones depends on their content only. 5,000 give the same
    // quality; this many take 3 s.
    std::size_t most_texts = 20'000;
    std::size_t least_documents = 3; // a term in fewer texts is left out
    std::size_t most_terms = 8'192;  // the most frequent are kept; bounds the memory of a fit
    std::size_t oversample = 16;     // columns of the randomized iteration beyond the dimensions
    int iterations = 4;
    std::size_t clusters = 20;
    std::size_t cluster_texts = 10'000; // distinct texts that the clusters are fitted on, at most
    int cluster_starts = 3;
    int cluster_iterations = 40; // of one start, at most; it ends earlier where nothing moves
    std::size_t cluster_name_terms = 6;
};

} // namespace padchestd::text
