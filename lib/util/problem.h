#pragma once
// A problem: something that keeps the program, or a part of it, from its work. Told to a person by the log,
// by `status`, by the heartbeat and by the end of a command. As an exception it is a util::Failure.

#include "util/exit_code.h"

#include <ostream>
#include <string>

namespace padchestd::util {

struct Problem {
    std::string what;                         // what was attempted, on what: lower case, no full stop
    std::string hint;                         // what to check next, as the operator's question
    ExitCode exit_code = ExitCode::temporary; // how a command line ends on it
    // Neither waiting nor a repair beneath the running program helps: a daemon ends with `exit_code`.
    bool final = false;

    friend bool operator==(const Problem&, const Problem&) = default;
    friend std::ostream& operator<<(std::ostream& stream, const Problem& problem) {
        return stream << problem.what;
    }
};

} // namespace padchestd::util
