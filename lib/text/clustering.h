#pragma once
// Groups of embeddings by direction: spherical k-means (Dhillon, Modha: "Concept decompositions for large
// sparse text data using clustering", Machine Learning 2001), seeded as k-means++.

#include "text/embedding.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace padchestd::text {

// A set of embeddings: `values` holds kDimensions numbers a row.
struct Embeddings {
    std::vector<float> values;

    [[nodiscard]] std::size_t rows() const { return values.size() / kDimensions; }
    [[nodiscard]] std::span<const float> row(std::size_t index) const {
        return std::span(values).subspan(index * kDimensions, kDimensions);
    }
};

struct Clustering {
    Embeddings centres;            // of unit length
    std::vector<std::uint32_t> of; // the centre of each row
    double cohesion = 0;           // mean cosine of a row and its centre
};

// The best of parameters.cluster_starts. Fewer rows than clusters: as many clusters as there are rows.
// Throws Stopped (text/decomposition.h).
[[nodiscard]] Clustering cluster(const Embeddings& rows, const Parameters& parameters,
                                 const std::stop_token& stop = {});

// The centre with the largest cosine; the first of equals. `centres` has at least one row.
[[nodiscard]] std::uint32_t nearest_centre(const Embeddings& centres, std::span<const float> row);

// For each new cluster the old one that shares most texts with it, so that a refit keeps the numbers: pairs
// are taken by the number of shared texts, largest first. `before` and `now` are the numbers of the same
// texts. New clusters without a partner get the smallest numbers that are free. Numbers start at 1.
[[nodiscard]] std::vector<int> stable_numbers(std::span<const int> before, std::span<const std::uint32_t> now,
                                              std::size_t clusters);

// The centres on a plane: their two directions of largest spread. Not comparable between two fits.
[[nodiscard]] std::vector<std::pair<float, float>> on_plane(const Embeddings& centres);

} // namespace padchestd::text
