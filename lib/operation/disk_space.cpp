#include "operation/disk_space.h"

#include <system_error>

namespace padchestd::operation {

namespace {

void look(std::string_view key, const std::filesystem::path& file, std::vector<DiskSpace>& found) {
    if (file.empty()) return;
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    if (!error) found.push_back({key, folder, space.available, space.capacity});
}

} // namespace

std::vector<DiskSpace> disk_space(const config::Settings& settings) {
    std::vector<DiskSpace> found;
    look("state.file", settings.state.file, found);
    look("dashboard.file", settings.dashboard.file, found);
    look("logging.file", settings.logging.file, found);
    look("metrics.file", settings.metrics.file, found);
    return found;
}

} // namespace padchestd::operation
