#pragma once
// What somebody looks for, in plain Spanish or in the feed's own stems, through the same pipeline as the
// reports: stemmed, unaccented, negation marked, stop words left out.

#include "text/model.h"

#include <string>
#include <string_view>
#include <vector>

namespace padchestd::text {

inline constexpr std::size_t kMostQueryBytes = 2'000;

struct QueryWord {
    std::string written;            // as it was typed
    std::vector<std::string> forms; // what the feed may hold for it
    bool negated = false;
    float weight = 1; // beside the other words
};

// The words of a query that are no stop words, in order. Empty where there is none.
[[nodiscard]] std::vector<QueryWord> query_words(std::string_view text);

// The words' known forms as weighted terms; a word with several known forms counts as one. Empty where the
// model knows none.
[[nodiscard]] std::vector<TermWeight> query_weights(const std::vector<QueryWord>& words,
                                                    const Vocabulary& vocabulary);

} // namespace padchestd::text
