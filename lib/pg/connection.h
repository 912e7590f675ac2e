#pragma once
// A session at Postgres: the only place that prepares one, and (with copy_writer and result) the only include
// of libpq-fe.h. Never waits without a bound: the socket is polled, so that a dead network, a stop and a
// watchdog are served during long statements. Behind a pooler in transaction mode it uses no session state:
// temporary tables and cursors end with their transaction. Each statement runs under the settings it depends
// on (pinned_settings): those that its transaction begins with, its own where none is open; or those of the
// session, where that is this program's own, set again after whatever may have changed them.
//
// Not thread-safe: one thread at a time.

#include "pg/params.h"
#include "pg/result.h"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace padchestd::pg {

struct SessionOptions {
    std::string conninfo; // libpq's; several hosts, service and passfile pass through
    std::string role;     // what this session is for; in application_name as `padchestd <role>`
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds statement_timeout{
        300'000}; // per statement, in a transaction and outside; 0: none
    std::chrono::milliseconds lock_timeout{30'000};
    std::stop_token stop;          // when set, a waiting call cancels its statement and throws Interrupted
    std::function<void()> on_wait; // called about every 200 ms while waiting (feeds a watchdog); may be empty
};

class Connection {
  public:
    // Connects. Throws Error (transient where the server is not there; 28xxx where it refuses the user).
    explicit Connection(SessionOptions options);
    ~Connection();
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;

    // One statement with parameters. `attempt` completes "cannot …" in errors. Throws Error, Interrupted.
    Result query(std::string_view attempt, std::string_view sql, const Params& params = {});

    // Several statements without parameters, in one round trip and (outside a transaction) one transaction of
    // their own. The result is the last statement's.
    Result script(std::string_view attempt, std::string_view sql);

    // The same without a transaction of its own and without the pinned settings: for what no transaction may
    // hold, and for a script that opens one and leaves it open. Behind a pooler nothing in it may depend on a
    // setting.
    Result bare_script(std::string_view attempt, std::string_view sql);

    // Whether the session is over, as far as can be seen without asking the server: it was ended while it was
    // idle. Reads what has arrived. Only between statements.
    [[nodiscard]] bool ended();

    [[nodiscard]] bool broken() const;                 // the connection is gone: make a new one
    [[nodiscard]] int server_version() const;          // 150020
    [[nodiscard]] std::string server_encoding() const; // of the database, as the server names it
    [[nodiscard]] int backend_pid() const;
    [[nodiscard]] const SessionOptions& options() const;

  private:
    friend class CopyWriter;
    friend class Savepoint;
    friend class Transaction;
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::pg
