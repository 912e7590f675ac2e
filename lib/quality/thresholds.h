#pragma once
// Which share of the rows may fail each check: config/quality.yaml, which the program carries, and a file of
// the site's own over it. Not the checks themselves: check.h.

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace padchestd::quality {

// By a check's name, 0 to 1. Nothing: the check is off.
using Thresholds = std::map<std::string, std::optional<double>, std::less<>>;

// Of every check. `file`: may name a part of the checks; empty: none. Throws util::Failure (no_input: the
// file cannot be opened; config: it is broken, with file, line and key).
[[nodiscard]] Thresholds read_thresholds(const std::filesystem::path& file);

} // namespace padchestd::quality
