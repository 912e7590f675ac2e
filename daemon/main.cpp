#include "daemon/command_line.h"

int main(int argc, char** argv) {
    return static_cast<int>(padchestd::daemon::run_command_line(argc, argv));
}
