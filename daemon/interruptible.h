#pragma once
// Work of a subcommand that TERM, INT and HUP can stop in an orderly way.

#include <functional>
#include <stop_token>

namespace padchestd::daemon {

// Runs `work` on a thread of its own and waits for it. A signal requests the stop; a second one ends the
// process as it would without us. Rethrows what the work throws.
void run_interruptible(const std::function<void(std::stop_token)>& work);

} // namespace padchestd::daemon
