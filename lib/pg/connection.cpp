#include "pg/connection.h"

#include "pg/connection_state.h"

#include <poll.h>

namespace padchestd::pg {

namespace {

constexpr int kFirstWithIdleSessionTimeout = 140'000;
constexpr int kFirstWithParameterPrivilege = 150'000;

// Runs one statement or script in a transaction of its own, unless one is open. Its last word is `end`, which
// means commit: so that whoever watches for commits (a test's proxy) sees those of batches only.
template<typename State, typename Run>
Result in_transaction(State& state, std::string_view attempt, Run run) {
    state.throw_if_broken(attempt);
    if (PQtransactionStatus(state.handle.get()) != PQTRANS_IDLE) return run();
    try {
        state.begin(attempt, Isolation::read_committed);
        Result result = run();
        state.run_script(attempt, "end", false);
        return result;
    } catch (...) {
        state.roll_back();
        throw;
    }
}

bool can_be_read(int socket) {
    pollfd waiting{socket, POLLIN, 0};
    return ::poll(&waiting, 1, 0) > 0;
}

} // namespace

Connection::Connection(SessionOptions options)
    : state_(std::make_unique<State>(std::move(options))) {
    if (server_version() >= kFirstWithParameterPrivilege)
        state_->log_is_settable = query("prepare the session", kMayQuietLog).value().boolean();
    // Behind a pooler, which gives another number as the session's, settings would stay with whoever comes
    // next.
    if (server_version() < kFirstWithIdleSessionTimeout) return;
    const auto pid = query("prepare the session", "select pg_backend_pid()");
    if (pid.value().integer<int>() != backend_pid()) return;
    state_->is_own = true;
    state_->pin_session("prepare the session");
}
Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Result Connection::query(std::string_view attempt, std::string_view sql, const Params& params) {
    state_->throw_if_broken(attempt);
    if (state_->is_own && PQtransactionStatus(state_->handle.get()) == PQTRANS_IDLE)
        return state_->run_alone(attempt, sql, params);
    return in_transaction(*state_, attempt, [&] { return state_->run_query(attempt, sql, params); });
}

Result Connection::script(std::string_view attempt, std::string_view sql) {
    return in_transaction(*state_, attempt, [&] { return state_->run_script(attempt, sql); });
}

Result Connection::bare_script(std::string_view attempt, std::string_view sql) {
    state_->is_pinned = false;
    return state_->run_script(attempt, sql);
}

bool Connection::ended() {
    constexpr int kMostReads = 100; // a server that sends this much to an idle session is alive
    for (int reads = 0; !broken() && reads < kMostReads && can_be_read(PQsocket(state_->handle.get()));
         ++reads)
        PQconsumeInput(state_->handle.get());
    return broken();
}

bool Connection::broken() const {
    return PQstatus(state_->handle.get()) != CONNECTION_OK;
}
int Connection::server_version() const {
    return PQserverVersion(state_->handle.get());
}
std::string Connection::server_encoding() const {
    const char* name = PQparameterStatus(state_->handle.get(), "server_encoding");
    return name == nullptr ? "" : name;
}
int Connection::backend_pid() const {
    return PQbackendPID(state_->handle.get());
}
const SessionOptions& Connection::options() const {
    return state_->options;
}

} // namespace padchestd::pg
