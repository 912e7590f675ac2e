#pragma once
// Lists in the text forms that the feed's authors' tools printed them in. Items hold no quote.

#include <optional>
#include <string>
#include <vector>

namespace padchestd::simulator {

// `['a', ' b']`, as Python prints a list of strings.
[[nodiscard]] std::string python_list(const std::vector<std::string>& items);

// `[['a', 'loc b'], nan, ['c']]`: a missing list is written as pandas prints a missing value.
[[nodiscard]] std::string
python_nested_list(const std::vector<std::optional<std::vector<std::string>>>& lists);

// `['a' 'b'\n 'c']`, as numpy prints an array of strings: no commas, wrapped at 75 characters.
[[nodiscard]] std::string numpy_array(const std::vector<std::string>& items);

} // namespace padchestd::simulator
