#pragma once
// The inside of a Connection, for the files of this layer only: the libpq handle and the bounded wait.

#include "pg/connection.h"
#include "pg/error.h"

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <optional>

namespace padchestd::pg {

struct Connection::State {
    explicit State(SessionOptions session_options);

    // Waits until the socket can be read (and written, while output is queued), in slices that serve on_wait
    // and the stop. Past the deadline, if there is one, the statement is cancelled. `may_stop`: a stop
    // cancels the running statement (once); the statement's own error then ends the wait.
    void wait(bool for_write, bool may_stop);

    // Sends what libpq has queued.
    void flush(std::string_view attempt, bool may_stop);

    // The results of what was sent: the last one, or the error of the first that failed, thrown after all
    // were read.
    Result finish(std::string_view attempt, bool may_stop = true);

    // One result, or nullptr at the end, waiting for it.
    PGresult* next_result(std::string_view attempt, bool may_stop);

    void throw_if_broken(std::string_view attempt) const;
    [[noreturn]] void throw_broken(std::string_view attempt) const;
    [[noreturn]] void throw_error(std::string_view attempt, const PGresult* result) const;

    struct Close {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };
    SessionOptions options;
    std::unique_ptr<PGconn, Close> handle;
    bool cancel_sent = false;                                      // for a stop
    std::optional<std::chrono::steady_clock::time_point> deadline; // of the running statement
};

} // namespace padchestd::pg
