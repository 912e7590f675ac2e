#include "pg/connection.h"

#include "pg/connection_state.h"

#include <vector>

namespace padchestd::pg {

namespace {

// A statement outside of a transaction has no timeout of the server's: that would be session state, which
// means nothing behind a pooler. So the client cancels it, and it fails as with the server's own (57014).
class Bound {
  public:
    Bound(std::optional<std::chrono::steady_clock::time_point>& deadline, const PGconn* connection,
          std::chrono::milliseconds timeout)
        : deadline_(deadline) {
        if (timeout.count() > 0 && PQtransactionStatus(connection) == PQTRANS_IDLE)
            deadline_ = std::chrono::steady_clock::now() + timeout;
    }
    ~Bound() { deadline_.reset(); }
    Bound(const Bound&) = delete;
    Bound& operator=(const Bound&) = delete;

  private:
    std::optional<std::chrono::steady_clock::time_point>& deadline_;
};

} // namespace

Connection::Connection(SessionOptions options)
    : state_(std::make_unique<State>(std::move(options))) {}
Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Result Connection::query(std::string_view attempt, std::string_view sql, const Params& params) {
    state_->throw_if_broken(attempt);
    const Bound bound(state_->deadline, state_->handle.get(), state_->options.statement_timeout);
    std::vector<const char*> values;
    values.reserve(params.size());
    for (const Param& param : params) values.push_back(param.c_str());
    const std::string text(sql);
    if (PQsendQueryParams(state_->handle.get(), text.c_str(), static_cast<int>(values.size()), nullptr,
                          values.data(), nullptr, nullptr, 0) == 0)
        state_->throw_broken(attempt);
    return state_->finish(attempt);
}

Result Connection::script(std::string_view attempt, std::string_view sql) {
    state_->throw_if_broken(attempt);
    const Bound bound(state_->deadline, state_->handle.get(), state_->options.statement_timeout);
    const std::string text(sql);
    if (PQsendQuery(state_->handle.get(), text.c_str()) == 0) state_->throw_broken(attempt);
    return state_->finish(attempt);
}

bool Connection::broken() const {
    return PQstatus(state_->handle.get()) != CONNECTION_OK;
}
int Connection::server_version() const {
    return PQserverVersion(state_->handle.get());
}
int Connection::backend_pid() const {
    return PQbackendPID(state_->handle.get());
}
const SessionOptions& Connection::options() const {
    return state_->options;
}

} // namespace padchestd::pg
