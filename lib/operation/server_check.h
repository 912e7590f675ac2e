#pragma once
// The checks of `doctor` on a database server: whether it can be used, and whether its settings keep what
// it has acknowledged. Writes nothing.

#include "config/settings.h"
#include "pg/connection.h"
#include "util/clock.h"
#include "util/exit_code.h"

#include <string>
#include <vector>

namespace padchestd::operation {

enum class Verdict {
    good,
    doubtful, // works, and an operator may want it otherwise
    wrong,    // does not work, or loses data that a healthy disk would have kept
};

struct Finding {
    Verdict verdict = Verdict::good;
    std::string what;
    std::string remedy; // empty where it is good
    util::ExitCode exit_code = util::ExitCode::config;
};

// Throws pg::Error.
[[nodiscard]] std::vector<Finding> check_server(pg::Connection& connection, const config::Settings& settings,
                                                const util::Clock& clock);

} // namespace padchestd::operation
