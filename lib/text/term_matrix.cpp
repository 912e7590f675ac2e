#include "text/term_matrix.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace padchestd::text {

namespace {

using Frequency = std::pair<std::string_view, std::size_t>;

// How many texts each term is in.
std::vector<Frequency> document_frequencies(const TermLists& texts) {
    std::unordered_map<std::string_view, std::size_t> counts;
    for (const auto& terms : texts)
        for (const std::string_view term : std::set<std::string_view>(terms.begin(), terms.end()))
            ++counts[term];
    return {counts.begin(), counts.end()};
}

} // namespace

Vocabulary vocabulary_of(const TermLists& texts, const Parameters& parameters) {
    auto frequencies = document_frequencies(texts);
    std::erase_if(frequencies, [&](const Frequency& one) { return one.second < parameters.least_documents; });
    std::sort(frequencies.begin(), frequencies.end(), [](const Frequency& a, const Frequency& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    if (frequencies.size() > parameters.most_terms) frequencies.resize(parameters.most_terms);
    std::sort(frequencies.begin(), frequencies.end());
    std::vector<std::string> terms;
    std::vector<float> idf;
    const auto count = static_cast<double>(texts.size());
    for (const auto& [term, documents] : frequencies) {
        terms.emplace_back(term);
        idf.push_back(
            static_cast<float>(std::log((1.0 + count) / (1.0 + static_cast<double>(documents))) + 1.0));
    }
    return {std::move(terms), std::move(idf)};
}

TermMatrix term_matrix(const TermLists& texts, const Vocabulary& vocabulary) {
    TermMatrix matrix;
    matrix.terms = vocabulary.size();
    matrix.begin.reserve(texts.size() + 1);
    for (const auto& terms : texts) {
        const auto row = vocabulary.weights(terms);
        matrix.entries.insert(matrix.entries.end(), row.begin(), row.end());
        matrix.begin.push_back(matrix.entries.size());
    }
    return matrix;
}

} // namespace padchestd::text
