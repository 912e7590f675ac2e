#pragma once
// A feed whose content is public, and what a store must hold after reading it.

#include <cstdint>
#include <span>
#include <string_view>

namespace padchestd::clinical {

// A figure by its name in operation/sql/validation_figures.sql.
struct KnownCount {
    std::string_view figure;
    std::int64_t count = 0;
};

// Static.
struct KnownFeed {
    std::string_view name;
    std::uint64_t bytes = 0; // of its text, from the first one on
    std::string_view sha256; // of these bytes, 64 lower-case hex digits
    std::span<const KnownCount> counts;
};

} // namespace padchestd::clinical
