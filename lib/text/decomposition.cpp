#include "text/decomposition.h"

#include "util/seeded_random.h"

#include <Eigen/Dense>
#include <algorithm>

namespace padchestd::text {

namespace {

using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Index = Eigen::Index;

// Signs by chance: as good as normal numbers here, and the same with every mathematical library.
RowMatrix random_signs(Index rows, Index columns, std::uint64_t seed) {
    util::SeededRandom random(seed);
    RowMatrix signs(rows, columns);
    for (Index row = 0; row < rows; ++row)
        for (Index column = 0; column < columns; ++column)
            signs(row, column) = (random.next() >> 63U) != 0 ? 1.0F : -1.0F;
    return signs;
}

// XᵀXz, one text after the other.
RowMatrix apply_gram(const TermMatrix& x, const RowMatrix& z, const std::stop_token& stop) {
    constexpr std::size_t kLookForStop = 1'024;
    RowMatrix result = RowMatrix::Zero(z.rows(), z.cols());
    Eigen::RowVectorXf y(z.cols());
    for (std::size_t text = 0; text < x.rows(); ++text) {
        if (text % kLookForStop == 0 && stop.stop_requested()) throw Stopped{};
        y.setZero();
        for (const auto& [term, weight] : x.row(text)) y.noalias() += weight * z.row(term);
        for (const auto& [term, weight] : x.row(text)) result.row(term).noalias() += weight * y;
    }
    return result;
}

RowMatrix orthonormal(const RowMatrix& columns) {
    const Eigen::HouseholderQR<Eigen::MatrixXf> qr(columns);
    return qr.householderQ() * Eigen::MatrixXf::Identity(columns.rows(), columns.cols());
}

// A singular vector's sign is free: the largest component is made positive.
void fix_signs(RowMatrix& basis) {
    for (Index column = 0; column < basis.cols(); ++column) {
        Index largest = 0;
        basis.col(column).cwiseAbs().maxCoeff(&largest);
        if (basis(largest, column) < 0) basis.col(column) *= -1.0F;
    }
}

double squared_length(const TermMatrix& x) {
    double squares = 0;
    for (const TermWeight& one : x.entries) squares += static_cast<double>(one.weight) * one.weight;
    return squares;
}

} // namespace

Decomposition decompose(const TermMatrix& matrix, const Parameters& parameters, const std::stop_token& stop) {
    Decomposition result;
    result.total = squared_length(matrix);
    result.basis.assign(matrix.terms * kDimensions, 0.0F);
    const auto terms = static_cast<Index>(matrix.terms);
    const auto width = static_cast<Index>(
        std::min(kDimensions + parameters.oversample, std::min(matrix.terms, matrix.rows())));
    if (width == 0) return result;
    RowMatrix z = orthonormal(random_signs(terms, width, parameters.seed));
    for (int i = 0; i < parameters.iterations; ++i) z = orthonormal(apply_gram(matrix, z, stop));

    // The small problem in double precision: its eigenvectors rotate z into the singular vectors.
    const Eigen::MatrixXd small = z.cast<double>().transpose() * apply_gram(matrix, z, stop).cast<double>();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver((small + small.transpose()) / 2);
    const Index kept = std::min(width, static_cast<Index>(kDimensions));
    RowMatrix basis = z * solver.eigenvectors().rightCols(kept).rowwise().reverse().cast<float>();
    fix_signs(basis);
    for (Index i = 0; i < kept; ++i)
        result.energies.push_back(std::max(0.0, solver.eigenvalues()(width - 1 - i)));
    Eigen::Map<RowMatrix>(result.basis.data(), terms, kDimensions).leftCols(kept) = basis;
    return result;
}

} // namespace padchestd::text
