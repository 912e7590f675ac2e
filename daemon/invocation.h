#pragma once
// What every subcommand is given of the command line and the process.

#include "config/reader.h"
#include "util/clock.h"

#include <filesystem>

namespace padchestd::daemon {

struct Invocation {
    std::filesystem::path config_file; // --config; empty: none
    const util::Clock& clock;

    // The configuration in force. Throws util::Failure (config).
    [[nodiscard]] config::Configuration configuration() const {
        return config::read(config_file, config::process_environment());
    }
    [[nodiscard]] config::Settings settings() const { return configuration().settings; }
};

} // namespace padchestd::daemon
