#include "pg/connection.h"

#include "pg/connection_state.h"

#include <vector>

namespace padchestd::pg {

Connection::Connection(SessionOptions options)
    : state_(std::make_unique<State>(std::move(options))) {}
Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Result Connection::query(std::string_view attempt, std::string_view sql, const Params& params) {
    state_->throw_if_broken(attempt);
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
