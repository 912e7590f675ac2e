#pragma once
// A report as a vector of unit length.

#include "text/parameters.h"

#include <array>
#include <span>

namespace padchestd::text {

using Embedding = std::array<float, kDimensions>;

// Cosine of the angle between two of unit length.
[[nodiscard]] float cosine(std::span<const float> a, std::span<const float> b);

// Scales to unit length. False: all zeros, and left so.
[[nodiscard]] bool to_unit_length(std::span<float> vector);

} // namespace padchestd::text
