#include "text/clustering.h"

#include "text/decomposition.h"
#include "util/seeded_random.h"

#include <Eigen/Dense>
#include <algorithm>
#include <map>
#include <set>

namespace padchestd::text {

namespace {

using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Index = Eigen::Index;
using View = Eigen::Map<const RowMatrix>;

View view(const Embeddings& rows) {
    return {rows.values.data(), static_cast<Index>(rows.rows()), static_cast<Index>(kDimensions)};
}

// k-means++: each next centre is a row drawn in proportion to its distance from the nearest centre so far.
RowMatrix first_centres(const View& rows, Index count, util::SeededRandom& random) {
    RowMatrix centres(count, rows.cols());
    centres.row(0) = rows.row(static_cast<Index>(random.below(static_cast<std::uint64_t>(rows.rows()))));
    std::vector<double> distance(static_cast<std::size_t>(rows.rows()), 2.0);
    for (Index next = 1; next < count; ++next) {
        const Eigen::VectorXf similar = rows * centres.row(next - 1).transpose();
        for (std::size_t i = 0; i < distance.size(); ++i)
            distance[i] = std::min(distance[i],
                                   std::max(0.0, 1.0 - static_cast<double>(similar(static_cast<Index>(i)))));
        const bool spread = std::any_of(distance.begin(), distance.end(), [](double d) { return d > 1e-6; });
        centres.row(next) = rows.row(static_cast<Index>(spread ? random.weighted(distance) : 0));
    }
    return centres;
}

// Assigns each row to its nearest centre. Returns whether any moved.
bool assign(const View& rows, const RowMatrix& centres, Clustering& clustering) {
    constexpr Index kBlock = 2'048; // bounds the memory of the product
    bool moved = false;
    double sum = 0;
    for (Index from = 0; from < rows.rows(); from += kBlock) {
        const Index size = std::min(kBlock, rows.rows() - from);
        const RowMatrix similar = rows.middleRows(from, size) * centres.transpose();
        for (Index i = 0; i < size; ++i) {
            Index best = 0;
            sum += static_cast<double>(similar.row(i).maxCoeff(&best));
            auto& of = clustering.of[static_cast<std::size_t>(from + i)];
            moved = moved || of != static_cast<std::uint32_t>(best);
            of = static_cast<std::uint32_t>(best);
        }
    }
    clustering.cohesion = sum / static_cast<double>(rows.rows());
    return moved;
}

// An empty cluster keeps its centre.
void move_centres(const View& rows, const Clustering& clustering, RowMatrix& centres) {
    RowMatrix sums = RowMatrix::Zero(centres.rows(), centres.cols());
    for (Index i = 0; i < rows.rows(); ++i)
        sums.row(clustering.of[static_cast<std::size_t>(i)]) += rows.row(i);
    for (Index c = 0; c < centres.rows(); ++c) {
        const float length = sums.row(c).norm();
        if (length > 0) centres.row(c) = sums.row(c) / length;
    }
}

Clustering one_start(const View& rows, Index count, std::uint64_t seed, int iterations,
                     const std::stop_token& stop) {
    util::SeededRandom random(seed);
    RowMatrix centres = first_centres(rows, count, random);
    Clustering result;
    result.of.assign(static_cast<std::size_t>(rows.rows()), ~0U);
    for (int i = 0; i < iterations && assign(rows, centres, result); ++i) {
        if (stop.stop_requested()) throw Stopped{};
        move_centres(rows, result, centres);
    }
    static_cast<void>(assign(rows, centres, result));
    result.centres.values.assign(centres.data(), centres.data() + centres.size());
    return result;
}

} // namespace

Clustering cluster(const Embeddings& rows, const Parameters& parameters, const std::stop_token& stop) {
    Clustering best;
    if (rows.rows() == 0) return best;
    const auto count = static_cast<Index>(std::min(parameters.clusters, rows.rows()));
    for (int start = 0; start < parameters.cluster_starts; ++start) {
        auto tried = one_start(view(rows), count, parameters.seed + static_cast<std::uint64_t>(start),
                               parameters.cluster_iterations, stop);
        if (start == 0 || tried.cohesion > best.cohesion) best = std::move(tried);
    }
    return best;
}

std::uint32_t nearest_centre(const Embeddings& centres, std::span<const float> row) {
    std::uint32_t best = 0;
    float largest = -2.0F;
    for (std::uint32_t c = 0; c < centres.rows(); ++c) {
        const float similar = cosine(centres.row(c), row);
        if (similar > largest) {
            largest = similar;
            best = c;
        }
    }
    return best;
}

std::vector<int> stable_numbers(std::span<const int> before, std::span<const std::uint32_t> now,
                                std::size_t clusters) {
    std::map<std::pair<int, std::uint32_t>, std::size_t> shared;
    for (std::size_t i = 0; i < std::min(before.size(), now.size()); ++i)
        if (before[i] > 0) ++shared[{before[i], now[i]}];
    std::vector<std::pair<std::size_t, std::pair<int, std::uint32_t>>> pairs;
    pairs.reserve(shared.size());
    for (const auto& [pair, count] : shared) pairs.emplace_back(count, pair);
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<int> numbers(clusters, 0);
    std::set<int> taken;
    for (const auto& [count, pair] : pairs)
        if (numbers[pair.second] == 0 && taken.insert(pair.first).second) numbers[pair.second] = pair.first;
    int next = 1;
    for (int& number : numbers) {
        if (number != 0) continue;
        while (!taken.insert(next).second) ++next;
        number = next;
    }
    return numbers;
}

std::vector<std::pair<float, float>> on_plane(const Embeddings& centres) {
    std::vector<std::pair<float, float>> points(centres.rows(), {0.0F, 0.0F});
    if (centres.rows() < 2) return points;
    const Eigen::MatrixXd all = view(centres).cast<double>();
    const Eigen::MatrixXd spread = all.rowwise() - all.colwise().mean();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(spread * spread.transpose());
    const Index last = spread.rows() - 1;
    const auto coordinate = [&](Index axis, Index row) {
        return static_cast<float>(solver.eigenvectors()(row, axis) *
                                  std::sqrt(std::max(0.0, solver.eigenvalues()(axis))));
    };
    for (Index row = 0; row < spread.rows(); ++row)
        points[static_cast<std::size_t>(row)] = {coordinate(last, row), coordinate(last - 1, row)};
    return points;
}

} // namespace padchestd::text
