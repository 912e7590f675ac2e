#pragma once
// The words of the command line: which subcommand, with which options. CLI11 is known here and in
// subcommands.cpp only.

#include "util/exit_code.h"

namespace padchestd::daemon {

// Runs what the arguments ask for. What goes wrong is told on standard error: the message, a line `hint:`.
[[nodiscard]] util::ExitCode run_command_line(int argc, const char* const* argv);

} // namespace padchestd::daemon
