#pragma once
// docs/log-events.md as the program carries it: what an event of the log means.

#include <string>
#include <string_view>

namespace padchestd::daemon {

// When it is logged, in the page's words; empty for an event that is not there.
[[nodiscard]] std::string meaning_of(std::string_view event);

} // namespace padchestd::daemon
