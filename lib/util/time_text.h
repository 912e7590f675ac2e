#pragma once
// Points in time as text, always UTC.

#include "util/clock.h"

#include <optional>
#include <string>

namespace padchestd::util {

// RFC 3339 with microseconds, `2026-11-22T17:40:34.123456Z`: the form that Postgres, JSON and people read
// alike.
[[nodiscard]] std::string rfc3339(WallTime time);

// What rfc3339() wrote, without its fractions of a second. Nothing where the text is no such time.
[[nodiscard]] std::optional<WallTime> parse_rfc3339(const std::string& text);

} // namespace padchestd::util
