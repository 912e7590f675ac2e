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

namespace {

std::optional<fs::path> given_or_fetched(const char* variable, std::string_view fetched) {
    const char* given = std::getenv(variable);
    fs::path path = given != nullptr ? fs::path(given) : source(fetched);
    if (!fs::exists(path)) return std::nullopt;
    return path;
}

} // namespace

std::optional<fs::path> real_feed() {
    return given_or_fetched("PADCHESTD_REAL_FEED",
                            ".cache/padchest/PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv");
}

std::optional<fs::path> real_nih_table() {
    return given_or_fetched("PADCHESTD_REAL_NIH", ".cache/nih/Data_Entry_2017_v2020.csv");
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
