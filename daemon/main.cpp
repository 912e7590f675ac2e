#include "daemon/command_line.h"
#include "util/exit_code.h"

#include <cstdio>

// What the commands throw is told and ends in the command line; what is caught here was thrown on the way to
// one.
int main(int argc, char** argv) try {
    return static_cast<int>(padchestd::daemon::run_command_line(argc, argv));
} catch (...) {
    (void)std::fputs("padchestd: cannot read the command line\n", stderr);
    return static_cast<int>(padchestd::util::ExitCode::software);
}
