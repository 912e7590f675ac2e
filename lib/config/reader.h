#pragma once
// Makes Settings of a YAML file and the environment: defaults first, then the file, then
// PADCHESTD_SECTION__KEY. The only place that knows yaml-cpp. Opens no other file, and no connection.

#include "config/settings.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace padchestd::config {

using Environment = std::map<std::string, std::string>;

// This process's variables.
[[nodiscard]] Environment process_environment();

// One key as it is in force.
struct Setting {
    std::string name;   // `feed.path`
    std::string value;  // as in the file; passwords masked
    std::string origin; // `default`, `padchestd.yaml:12`, `environment PADCHESTD_FEED__PATH`
};

struct Configuration {
    Settings settings;
    std::vector<Setting> in_force; // every key, in the order of config/padchestd.yaml
};

// `file` empty: none is read. An unknown key or section, a wrong type, a value out of range, a key that
// occurs twice, an unknown PADCHESTD_ variable with `__` in its name: throws util::Failure (config) that
// names file, line, key, what is allowed and the nearest known key. A file that cannot be read is a Failure
// (config) too.
[[nodiscard]] Configuration read(const std::filesystem::path& file, const Environment& environment);

} // namespace padchestd::config
