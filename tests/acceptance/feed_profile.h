#pragma once
// The frequencies of a PadChest-shaped file's quirks: counts and ratios, and nothing of its rows. Reads the
// columns' text with rules of its own, not those of the daemon's transformation.

#include <filesystem>
#include <map>
#include <string>

namespace padchestd::tests {

// By the quirk's name. `record: …` is per record, `label: …` per label text, `study: …`, `report: …`,
// `finding: …` and `together: …` per study, `images: …` per study with several of them.
using FeedProfile = std::map<std::string, double>;

[[nodiscard]] FeedProfile feed_profile(const std::filesystem::path& path);

} // namespace padchestd::tests
