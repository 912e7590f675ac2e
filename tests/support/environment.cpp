#include "support/environment.h"

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace padchestd::tests {

namespace fs = std::filesystem;

fs::path program() {
    return PADCHESTD_PROGRAM;
}

fs::path source(std::string_view relative) {
    return fs::path(PADCHESTD_SOURCE_DIR) / relative;
}

std::optional<fs::path> real_feed() {
    const char* given = std::getenv("PADCHESTD_REAL_FEED");
    const fs::path path =
        given != nullptr ? fs::path(given)
                         : source(".cache/padchest/PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv");
    if (!fs::exists(path)) return std::nullopt;
    return path;
}

bool long_run() {
    const char* given = std::getenv("PADCHESTD_TEST_LONG");
    return given != nullptr && std::string_view(given) == "1";
}

std::uint64_t seed() {
    const char* given = std::getenv("PADCHESTD_TEST_SEED");
    const std::uint64_t value = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "seed " << value << " (PADCHESTD_TEST_SEED=" << value << " repeats it)\n";
    return value;
}

void skip(std::string_view reason) {
    std::cout << "skipped: " << reason << std::endl;
}

} // namespace padchestd::tests
