#include "text/model.h"

#include "text/tokenizer.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace padchestd::text {

namespace {

using Index = Eigen::Index;

bool all_finite(std::span<const float> values) {
    return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

std::string_view bytes(std::span<const float> values) {
    return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

} // namespace

Model::Model(Parts parts)
    : parts_(std::move(parts)) {
    const std::size_t terms = parts_.vocabulary.size();
    const bool fits = parts_.vocabulary.idf().size() == terms && parts_.basis.size() == terms * kDimensions &&
                      parts_.centres.values.size() == parts_.clusters.size() * kDimensions &&
                      all_finite(parts_.vocabulary.idf()) && all_finite(parts_.basis) &&
                      all_finite(parts_.centres.values) &&
                      std::is_sorted(parts_.vocabulary.terms().begin(), parts_.vocabulary.terms().end());
    if (!fits) throw std::invalid_argument("not a model: its parts contradict each other");
}

Model Model::with_clusters(Embeddings centres, std::vector<Cluster> clusters) && {
    parts_.centres = std::move(centres);
    parts_.clusters = std::move(clusters);
    return Model(std::move(parts_));
}

util::ContentHash Model::checksum() const {
    util::Hasher hasher;
    hasher.field(std::to_string(parts_.parameters.method_version));
    hasher.field(parts_.language);
    for (const std::string& term : parts_.vocabulary.terms()) hasher.field(term);
    hasher.field(bytes(parts_.vocabulary.idf()));
    hasher.field(bytes(parts_.basis));
    hasher.field(bytes(parts_.centres.values));
    for (const Cluster& cluster : parts_.clusters) hasher.field(std::to_string(cluster.number));
    return hasher.digest();
}

std::span<const float> Model::direction(std::uint32_t term) const {
    return std::span(parts_.basis).subspan(std::size_t{term} * kDimensions, kDimensions);
}

std::optional<Embedding> Model::embed(std::span<const TermWeight> terms) const {
    Embedding embedding{};
    Eigen::Map<Eigen::VectorXf> sum(embedding.data(), static_cast<Index>(kDimensions));
    for (const auto& [term, weight] : terms)
        sum.noalias() += weight * Eigen::Map<const Eigen::VectorXf>(direction(term).data(),
                                                                    static_cast<Index>(kDimensions));
    if (!to_unit_length(embedding)) return std::nullopt;
    return embedding;
}

int Model::cluster_of(const Embedding& embedding) const {
    if (parts_.clusters.empty()) return kNothingLeft;
    return parts_.clusters[nearest_centre(parts_.centres, embedding)].number;
}

Placed Model::place(std::optional<std::string_view> report, std::string_view language) const {
    if (!report || language != parts_.language || report_form(*report) != ReportForm::stemmed) return {};
    const auto embedding = embed(parts_.vocabulary.weights(report_terms(*report)));
    if (!embedding) return {std::nullopt, kNothingLeft};
    return {embedding, cluster_of(*embedding)};
}

std::vector<Contribution> Model::explain(std::string_view report, const Embedding& query,
                                         std::size_t most) const {
    const auto weights = parts_.vocabulary.weights(report_terms(report));
    Embedding sum{};
    Eigen::Map<Eigen::VectorXf> whole(sum.data(), static_cast<Index>(kDimensions));
    for (const auto& [term, weight] : weights)
        whole += weight *
                 Eigen::Map<const Eigen::VectorXf>(direction(term).data(), static_cast<Index>(kDimensions));
    const float length = whole.norm();
    std::vector<Contribution> all;
    if (!(length > 0)) return all;
    for (const auto& [term, weight] : weights)
        all.push_back({parts_.vocabulary.terms()[term], weight * cosine(direction(term), query) / length});
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.share > b.share; });
    if (all.size() > most) all.resize(most);
    return all;
}

} // namespace padchestd::text
