#pragma once
// The options of a session that works on a thread of its own beside another one.

#include "pg/connection.h"

#include <stop_token>
#include <utility>

namespace padchestd::pg {

// `options` are the other session's kind. `stop` ends this one. Nothing is called while it waits: on_wait is
// for the other one's thread.
inline SessionOptions on_own_thread(SessionOptions options, std::stop_token stop) {
    options.stop = std::move(stop);
    options.on_wait = {};
    return options;
}

} // namespace padchestd::pg
