#include "daemon/style.h"

#include <unistd.h>

#include <cstdlib>

namespace padchestd::daemon {

Style Style::of_standard_output() {
    const char* const no_color = std::getenv("NO_COLOR");
    const char* const terminal = std::getenv("TERM");
    const bool wanted = no_color == nullptr || *no_color == '\0';
    const bool able = terminal == nullptr || std::string_view(terminal) != "dumb";
    return Style(wanted && able && ::isatty(STDOUT_FILENO) == 1);
}

} // namespace padchestd::daemon
