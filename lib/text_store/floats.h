#pragma once
// Numbers of a model as the database keeps them: float32, little-endian, in bytea.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::text_store {

[[nodiscard]] std::string bytea_of(std::span<const float> values);

// Of bytea's text form (`\x…`). Throws std::invalid_argument for anything else.
[[nodiscard]] std::vector<float> floats_of(std::string_view bytea);

// Of array_send()'s text form: the numbers of a real[] without nulls, of one dimension.
[[nodiscard]] std::vector<float> floats_of_array(std::string_view bytea);

// The text form that both pgvector and a cast from real[]'s JSON take: `[0.1,0.2]`.
[[nodiscard]] std::string list_of(std::span<const float> values);

} // namespace padchestd::text_store
