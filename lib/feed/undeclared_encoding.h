#pragma once
// Text in Latin-1 that is read as UTF-8, since nobody declared it: each of its letters beyond ASCII makes a
// record malformed, and none of them is damage.

#include "feed/record.h"

#include <optional>
#include <span>
#include <string>

namespace padchestd::feed {

// What is wrong, with rows, no content; nothing where the records are UTF-8, or too few are not.
[[nodiscard]] std::optional<std::string> undeclared_encoding(std::span<const Record> records);

} // namespace padchestd::feed
