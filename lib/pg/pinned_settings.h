#pragma once
// The settings that each statement of this program runs under, whatever the role, the database, the server
// or another client of a pooler has set: what a statement means, and what its answer looks like, depends on
// them. Where the role may, also what the server logs of its session: nothing of a refused row.

#include "pg/connection.h"
#include "pg/transaction.h"

#include <string>

namespace padchestd::pg {

struct ServerState {
    int version = 0;              // 150020
    bool standby = false;         // it follows another server, and can't give a transaction that writes
    bool log_is_settable = false; // this role may set what the server logs of its session (kMayQuietLog)
};

// A query of one boolean: whether this role may set what the server logs of its session. From Postgres 15 on.
extern const char* const kMayQuietLog;

// A script: begins a transaction that may write (not at a standby, where the first write fails with 25006),
// and sets what it depends on for the transaction only. Takes no snapshot: a lock that comes next is granted
// before one is.
[[nodiscard]] std::string begin_statement(const SessionOptions& options, Isolation isolation,
                                          const ServerState& server);

// A script: the same settings for a session of this program's own (not a pooler's), so that also a statement
// outside of a transaction runs under them; and no end of the session while it is idle.
[[nodiscard]] std::string session_statement(const SessionOptions& options, const ServerState& server);

} // namespace padchestd::pg
