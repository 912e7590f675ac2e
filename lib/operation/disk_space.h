#pragma once
// How much space the file systems have that the daemon writes to.

#include "config/settings.h"

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace padchestd::operation {

struct DiskSpace {
    std::string_view key; // of the configuration: `state.file`
    std::filesystem::path folder;
    std::uint64_t free_bytes = 0; // for a user who is not root
    std::uint64_t size_bytes = 0;
};

// Of each file that is written, in the order of the configuration; nothing of a folder that cannot be looked
// at.
[[nodiscard]] std::vector<DiskSpace> disk_space(const config::Settings& settings);

} // namespace padchestd::operation
