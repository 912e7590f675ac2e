#pragma once
// The inside of a Connection, for the files of this layer only: the libpq handle and the bounded wait.

#include "pg/connection.h"
#include "pg/error.h"
#include "pg/pinned_settings.h"
#include "pg/transaction.h"

#include <libpq-fe.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace padchestd::pg {

struct Connection::State {
    explicit State(SessionOptions session_options);

    // Waits until the socket can be read (and written, while output is queued), in slices that serve on_wait
    // and the stop. `may_stop`: a stop cancels the running statement (once); the statement's own error then
    // ends the wait.
    void wait(bool for_write, bool may_stop);

    // A script as it is, and its last result.
    Result run_script(std::string_view attempt, std::string_view sql, bool may_stop = true);
    Result run_query(std::string_view attempt, std::string_view sql, const Params& params);

    [[nodiscard]] ServerState server() const;
    // Runs the script that `script` returns, again where the role may not set what the server logs any more.
    template<typename Script>
    void run_settings(std::string_view attempt, Script script);
    // Sets the pinned settings for the session.
    void pin_session(std::string_view attempt);
    // In a session of this program's own and outside a transaction: one statement, in the transaction that it
    // is by itself. From its third run on it is not planned again.
    Result run_alone(std::string_view attempt, std::string_view sql, const Params& params);
    Result run_repeated(std::string_view attempt, std::string_view sql, const Params& params);
    Result run_planned(std::string_view attempt, const std::string& name, const Params& params);
    // Begins a transaction with the pinned settings.
    void begin(std::string_view attempt, Isolation isolation);
    // Rolls back an open transaction. A failure of the connection is not reported here: the next statement
    // reports it.
    void roll_back(std::string_view sql = "rollback") noexcept;

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
    bool cancel_sent = false;     // for a stop
    bool log_is_settable = false; // pinned_settings
    bool is_own = false;          // the session is no pooler's, which would give it to others in between
    bool is_pinned = false;       // an own one: nothing ran since pin_session() that may change a setting
    bool has_selected = false;    // the last statement that ended was a SELECT
    // Statements that were run alone, by their text: the name of the server's plan, or "" before it has one.
    std::map<std::string, std::string, std::less<>> repeated;
    int plans = 0;
};

} // namespace padchestd::pg
