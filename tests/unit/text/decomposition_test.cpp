#include "support/made_up_reports.h"
#include "text/decomposition.h"
#include "text/tokenizer.h"
#include "util/seeded_random.h"

#include <catch2/catch.hpp>

#include <cmath>

namespace padchestd::text {
namespace {

// Squared singular values by Jacobi's rotations of XᵀX in double precision: slow, exact, and no code of
// Eigen.
std::vector<double> exact_energies(const TermMatrix& x) {
    const std::size_t n = x.terms;
    std::vector<std::vector<double>> a(n, std::vector<double>(n, 0.0));
    for (std::size_t row = 0; row < x.rows(); ++row)
        for (const auto& p : x.row(row))
            for (const auto& q : x.row(row)) a[p.term][q.term] += static_cast<double>(p.weight) * q.weight;
    for (int sweep = 0; sweep < 12; ++sweep) {
        for (std::size_t p = 0; p < n; ++p) {
            for (std::size_t q = p + 1; q < n; ++q) {
                if (std::abs(a[p][q]) < 1e-13) continue;
                const double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
                const double t = (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
                const double c = 1 / std::sqrt(t * t + 1);
                const double s = t * c;
                for (std::size_t k = 0; k < n; ++k) {
                    const double kp = a[k][p], kq = a[k][q];
                    a[k][p] = c * kp - s * kq;
                    a[k][q] = s * kp + c * kq;
                }
                for (std::size_t k = 0; k < n; ++k) {
                    const double pk = a[p][k], qk = a[q][k];
                    a[p][k] = c * pk - s * qk;
                    a[q][k] = s * pk + c * qk;
                }
            }
        }
    }
    std::vector<double> energies;
    for (std::size_t i = 0; i < n; ++i) energies.push_back(a[i][i]);
    std::sort(energies.rbegin(), energies.rend());
    return energies;
}

TEST_CASE("the randomized decomposition keeps the energy of an exact one", "[text]") {
    TermLists texts;
    for (const auto& report : tests::made_up_reports(90)) texts.push_back(report_terms(report));
    Parameters parameters;
    const auto vocabulary = vocabulary_of(texts, parameters);
    const auto matrix = term_matrix(texts, vocabulary);
    const auto result = decompose(matrix, parameters);
    const auto exact = exact_energies(matrix);
    REQUIRE(result.energies.size() == std::min(matrix.rows(), matrix.terms));
    for (std::size_t i = 0; i < 10; ++i) CHECK(result.energies[i] == Approx(exact[i]).epsilon(1e-3));
    double sum = 0;
    for (const double energy : result.energies) sum += energy;
    CHECK(sum == Approx(result.total).epsilon(1e-3));
}

TEST_CASE("the directions are orthonormal, and columns beyond the rank are zeros", "[text]") {
    TermLists texts;
    for (const auto& report : tests::made_up_reports(60)) texts.push_back(report_terms(report));
    const auto vocabulary = vocabulary_of(texts, {});
    const auto matrix = term_matrix(texts, vocabulary);
    const auto result = decompose(matrix, {});
    const auto product = [&](std::size_t a, std::size_t b) {
        double sum = 0;
        for (std::size_t term = 0; term < matrix.terms; ++term)
            sum += static_cast<double>(result.basis[term * kDimensions + a]) *
                   result.basis[term * kDimensions + b];
        return sum;
    };
    CHECK(product(0, 0) == Approx(1).margin(1e-4));
    CHECK(product(3, 3) == Approx(1).margin(1e-4));
    CHECK(product(0, 3) == Approx(0).margin(1e-4));
    CHECK(product(kDimensions - 1, kDimensions - 1) == 0);
}

} // namespace
} // namespace padchestd::text
