#include "daemon/event_catalogue.h"

#include <sstream>

// By cmake/embed.cmake.
extern "C" const char
    padchestd_log_events_begin[]; // NOLINT(readability-identifier-naming): the assembler's symbol
extern "C" const char padchestd_log_events_end[]; // NOLINT(readability-identifier-naming): the same

namespace padchestd::daemon {

std::string meaning_of(std::string_view event) {
    if (event.empty()) return "";
    const std::string row = "| `" + std::string(event) + "` | ";
    std::istringstream page(
        std::string(padchestd_log_events_begin,
                    static_cast<std::size_t>(padchestd_log_events_end - padchestd_log_events_begin)));
    for (std::string line; std::getline(page, line);) {
        if (line.compare(0, row.size(), row) != 0) continue;
        const auto level = line.find(" | ", row.size());
        if (level == std::string::npos) return "";
        const auto end = line.find(" | ", level + 3);
        return line.substr(level + 3, end - level - 3);
    }
    return "";
}

} // namespace padchestd::daemon
