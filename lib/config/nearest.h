#pragma once
// What somebody probably meant: the known word with the smallest edit distance.

#include <span>
#include <string>
#include <string_view>

namespace padchestd::config {

// Empty where nothing known is near: more than a third of the letters would have to change.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string> known);

} // namespace padchestd::config
