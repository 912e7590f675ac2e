#pragma once
// How an event looks as a line, in both formats. Writes nothing.

#include "log/event.h"

#include <string>
#include <string_view>

namespace padchestd::log {

[[nodiscard]] const char* name(Level level);

// One line without its newline. `at` is RFC 3339. Characters that would break a line, or a reader of
// key=value, are escaped; bytes that are not UTF-8 are replaced in JSON.
[[nodiscard]] std::string line(Format format, Level level, std::string_view event,
                               std::initializer_list<Field> fields, std::string_view at);

} // namespace padchestd::log
