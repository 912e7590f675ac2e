#pragma once
// The leading right singular vectors of a term matrix, by a randomized iteration on the vocabulary's side
// (Halko, Martinsson, Tropp: "Finding structure with randomness", SIAM Review 2011): texts are passed over
// one by one, so that memory grows with the terms only.

#include "text/term_matrix.h"

#include <stop_token>
#include <vector>

namespace padchestd::text {

struct Decomposition {
    std::vector<float> basis;     // terms × kDimensions, row by row; columns beyond the rank are zeros
    std::vector<double> energies; // squared singular values of the columns, largest first
    double total = 0;             // squared length of the matrix: the sum of all of them
};

// Single-threaded; the same input gives the same bits on one machine. Throws Stopped.
[[nodiscard]] Decomposition decompose(const TermMatrix& matrix, const Parameters& parameters,
                                      const std::stop_token& stop = {});

// A fit was asked to stop.
struct Stopped {};

} // namespace padchestd::text
