#include "text/fit.h"

#include "text/decomposition.h"
#include "text/word_class.h"

#include <algorithm>
#include <numeric>

namespace padchestd::text {

namespace {

struct Sampled {
    Embeddings embeddings;
    std::vector<std::size_t> texts; // their places in the sample
};

// The texts that the clusters are fitted on: the first ones, which are a random sample.
Sampled embed_first(const Model& model, const TermMatrix& matrix, std::size_t most) {
    Sampled result;
    for (std::size_t text = 0; text < matrix.rows() && result.texts.size() < most; ++text) {
        const auto embedding = model.embed(matrix.row(text));
        if (!embedding) continue;
        result.embeddings.values.insert(result.embeddings.values.end(), embedding->begin(), embedding->end());
        result.texts.push_back(text);
    }
    return result;
}

std::string readable(const std::string& term) {
    return term.starts_with(kNegated) ? "sin " + term.substr(kNegated.size()) : term;
}

// Terms with the largest difference of a cluster's mean weight from the mean over all.
std::vector<std::string> name_terms(const std::vector<double>& mean, const std::vector<double>& overall,
                                    const Vocabulary& vocabulary, std::size_t most) {
    std::vector<std::size_t> order(mean.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return mean[a] - overall[a] > mean[b] - overall[b];
    });
    std::vector<std::string> names;
    for (const std::size_t term : order) {
        if (names.size() == most || mean[term] <= overall[term]) break;
        names.push_back(readable(vocabulary.terms()[term]));
    }
    return names;
}

void name_clusters(std::vector<Cluster>& clusters, const Clustering& clustering, const Sampled& sampled,
                   const TermMatrix& matrix, const Vocabulary& vocabulary, std::size_t most) {
    std::vector<std::vector<double>> means(clusters.size(), std::vector<double>(vocabulary.size(), 0.0));
    std::vector<double> overall(vocabulary.size(), 0.0);
    for (std::size_t i = 0; i < sampled.texts.size(); ++i) {
        auto& cluster = clusters[clustering.of[i]];
        ++cluster.texts;
        for (const auto& [term, weight] : matrix.row(sampled.texts[i])) {
            means[clustering.of[i]][term] += static_cast<double>(weight);
            overall[term] += static_cast<double>(weight) / static_cast<double>(sampled.texts.size());
        }
    }
    for (std::size_t c = 0; c < clusters.size(); ++c) {
        if (clusters[c].texts == 0) continue;
        for (double& sum : means[c]) sum /= static_cast<double>(clusters[c].texts);
        clusters[c].terms = name_terms(means[c], overall, vocabulary, most);
    }
}

std::vector<int> previous_numbers(const Model* previous, const TermLists& texts, const Sampled& sampled) {
    std::vector<int> numbers;
    if (previous == nullptr) return numbers;
    for (const std::size_t text : sampled.texts) {
        const auto embedding = previous->embed(previous->parts().vocabulary.weights(texts[text]));
        numbers.push_back(embedding ? previous->cluster_of(*embedding) : 0);
    }
    return numbers;
}

std::vector<Cluster> clusters_of(const Clustering& clustering, const std::vector<int>& before) {
    const std::size_t count = clustering.centres.rows();
    const auto numbers = stable_numbers(before, clustering.of, count);
    const auto points = on_plane(clustering.centres);
    std::vector<Cluster> clusters(count);
    for (std::size_t c = 0; c < count; ++c) {
        clusters[c].number = numbers[c];
        clusters[c].x = points[c].first;
        clusters[c].y = points[c].second;
    }
    return clusters;
}

double kept_energy(const Decomposition& decomposition) {
    if (decomposition.total == 0) return 0;
    return std::accumulate(decomposition.energies.begin(), decomposition.energies.end(), 0.0) /
           decomposition.total;
}

} // namespace

Model fit(const CorpusSample& sample, const Parameters& parameters, const Model* previous,
          const std::stop_token& stop) {
    const TermLists texts = sample.texts();
    Model::Parts parts;
    parts.parameters = parameters;
    parts.texts = texts.size();
    parts.vocabulary = vocabulary_of(texts, parameters);
    const TermMatrix matrix = term_matrix(texts, parts.vocabulary);
    Decomposition decomposition = decompose(matrix, parameters, stop);
    parts.energy = kept_energy(decomposition);
    parts.basis = std::move(decomposition.basis);

    Model without_clusters(std::move(parts));
    const Sampled sampled = embed_first(without_clusters, matrix, parameters.cluster_texts);
    const Clustering clustering = cluster(sampled.embeddings, parameters, stop);
    auto clusters = clusters_of(clustering, previous_numbers(previous, texts, sampled));
    name_clusters(clusters, clustering, sampled, matrix, without_clusters.parts().vocabulary,
                  parameters.cluster_name_terms);
    return std::move(without_clusters).with_clusters(clustering.centres, std::move(clusters));
}

} // namespace padchestd::text
