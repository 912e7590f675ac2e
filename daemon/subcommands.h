#pragma once
// The subcommands of the program with their options, each declared once.

#include "daemon/invocation.h"
#include "util/exit_code.h"

#include <CLI/CLI.hpp>

#include <functional>

namespace padchestd::daemon {

// A subcommand with its options bound.
using Action = std::function<util::ExitCode(const Invocation&)>;

// Adds all subcommands to `app`. Parsing sets `chosen` to the one that was named; both outlive the parsing.
void add_subcommands(CLI::App& app, Action& chosen);

} // namespace padchestd::daemon
