#include "text/embedding.h"

#include <Eigen/Core>
#include <cmath>

namespace padchestd::text {

namespace {

using Index = Eigen::Index;

Eigen::Map<const Eigen::VectorXf> as_vector(std::span<const float> values) {
    return {values.data(), static_cast<Index>(values.size())};
}

} // namespace

float cosine(std::span<const float> a, std::span<const float> b) {
    return as_vector(a).dot(as_vector(b));
}

bool to_unit_length(std::span<float> vector) {
    Eigen::Map<Eigen::VectorXf> values(vector.data(), static_cast<Index>(vector.size()));
    const float length = values.norm();
    if (!(length > 0) || !std::isfinite(length)) return false;
    values /= length;
    return true;
}

} // namespace padchestd::text
