#include "config/renamed_columns.h"

#include "util/trimmed.h"

#include <set>

namespace padchestd::config {

std::optional<std::map<std::string, std::string>> parse_renamed_columns(std::string_view text) {
    std::map<std::string, std::string> renamed;
    std::set<std::string> given;
    if (util::trimmed(text).empty()) return renamed;
    while (true) {
        const auto end = text.find(',');
        const auto pair = text.substr(0, end);
        const auto colon = pair.find(':');
        if (colon == std::string_view::npos) return std::nullopt;
        const std::string from(util::trimmed(pair.substr(0, colon)));
        const std::string to(util::trimmed(pair.substr(colon + 1)));
        if (from.empty() || to.empty() || to.find(':') != std::string::npos) return std::nullopt;
        if (!given.insert(to).second || !renamed.emplace(from, to).second) return std::nullopt;
        if (end == std::string_view::npos) return renamed;
        text.remove_prefix(end + 1);
    }
}

} // namespace padchestd::config
