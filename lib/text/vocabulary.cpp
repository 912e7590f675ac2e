#include "text/vocabulary.h"

#include <algorithm>
#include <cmath>

namespace padchestd::text {

Vocabulary::Vocabulary(std::vector<std::string> terms, std::vector<float> idf)
    : terms_(std::move(terms))
    , idf_(std::move(idf)) {
    index_.reserve(terms_.size());
    for (std::uint32_t i = 0; i < terms_.size(); ++i) index_.emplace(terms_[i], i);
}

std::optional<std::uint32_t> Vocabulary::find(std::string_view term) const {
    const auto found = index_.find(term);
    if (found == index_.end()) return std::nullopt;
    return found->second;
}

std::vector<TermWeight> Vocabulary::weights(std::span<const std::string> terms) const {
    std::vector<std::uint32_t> known;
    known.reserve(terms.size());
    for (const std::string& term : terms)
        if (const auto found = find(term)) known.push_back(*found);
    std::sort(known.begin(), known.end());
    std::vector<TermWeight> vector;
    vector.reserve(known.size());
    for (std::size_t i = 0; i < known.size();) {
        const std::size_t begin = i;
        while (i < known.size() && known[i] == known[begin]) ++i;
        vector.push_back(
            {known[begin], (1.0F + std::log(static_cast<float>(i - begin))) * idf_[known[begin]]});
    }
    normalize(vector);
    return vector;
}

void normalize(std::vector<TermWeight>& vector) {
    double squares = 0;
    for (const TermWeight& one : vector) squares += static_cast<double>(one.weight) * one.weight;
    if (squares == 0) return;
    const auto scale = static_cast<float>(1.0 / std::sqrt(squares));
    for (TermWeight& one : vector) one.weight *= scale;
}

} // namespace padchestd::text
