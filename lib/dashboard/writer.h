#pragma once
// The dashboard: one HTML file with everything in it, made from the warehouse's aggregates only.

#include "pg/connection.h"
#include "util/clock.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace padchestd::dashboard {

struct Options {
    std::uint64_t small_cells = 0; // privacy.small_cells: withhold counts below it; 0: off
    std::string feed;              // whose checkpoint stamps the page
    std::string version;           // the program's
};

// Reads the model in one snapshot and returns the page. Bounded in size and time whatever the fact tables
// hold. An empty or unmigrated warehouse gives a page that names what is missing and how to get it. Throws
// pg::Error.
[[nodiscard]] std::string page(pg::Connection& connection, const Options& options, const util::Clock& clock);

// page(), written atomically. Throws std::system_error where the path cannot be written; the old page then
// stays.
void write(pg::Connection& connection, const std::filesystem::path& file, const Options& options,
           const util::Clock& clock);

} // namespace padchestd::dashboard
