#pragma once
// Every key of the configuration, declared once: section, name, type with its unit, allowed range, what it is
// for, and the member of Settings that it sets. Where values come from is in config/reader.h.

#include "config/settings.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace padchestd::config {

struct Key {
    std::string_view section;
    std::string_view name;
    std::string_view type; // "duration", "size", "count", "number", "path", "text", "choice"
    std::string allowed;   // "10 ms to 1 d", "wait or idle_timeout"
    std::string_view doc;  // one line
    bool secret = false;   // may hold a password: shown masked, and never quoted in an error

    std::function<bool(Settings&, std::string_view)> set; // false: not of the type, or out of range
    std::function<std::string(const Settings&)> show;     // as in the file

    [[nodiscard]] std::string full_name() const { return std::string(section) + '.' + std::string(name); }
    [[nodiscard]] std::string variable() const; // PADCHESTD_FEED__PATH
};

// In the order of config/padchestd.yaml.
[[nodiscard]] std::span<const Key> keys();

} // namespace padchestd::config
