#include "pg/connection_state.h"

#include <poll.h>

#include <array>
#include <string>

namespace padchestd::pg {

namespace {

// How long a wait may be blind to a stop and leave the watchdog unfed.
constexpr int kSliceMs = 200;

std::string trimmed(const char* message) {
    std::string text = message;
    for (char& c : text) {
        if (c == '\n' || c == '\t') c = ' ';
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

std::string field(const PGresult* result, int code) {
    const char* value = PQresultErrorField(result, code);
    return value != nullptr ? value : "";
}

void cancel(PGconn* connection) {
    std::array<char, 256> ignored{};
    PGcancel* request = PQgetCancel(connection);
    if (request == nullptr) return;
    PQcancel(request, ignored.data(), static_cast<int>(ignored.size()));
    PQfreeCancel(request);
}

struct PollResult {
    PostgresPollingStatusType status;
    bool timed_out;
};

// libpq's connection state machine, with the same bounded wait as every statement.
PollResult poll_until_connected(PGconn* connection, const SessionOptions& options) {
    const auto deadline = std::chrono::steady_clock::now() + options.connect_timeout;
    auto status = PGRES_POLLING_WRITING;
    while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED) {
        if (std::chrono::steady_clock::now() >= deadline) return {status, true};
        if (options.stop.stop_requested()) throw Interrupted("connect to Postgres");
        pollfd socket{PQsocket(connection),
                      static_cast<short>(status == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        const int ready = ::poll(&socket, 1, kSliceMs);
        if (options.on_wait) options.on_wait();
        if (ready != 0) status = PQconnectPoll(connection);
    }
    return {status, false};
}

// libpq gives no SQLSTATE for a refused connection; these texts are the server's own, in English by
// lc_messages of most installations. Where they are not recognised the failure counts as "not there", which
// is retried. Several hosts' refusals come as several lines.
std::string_view connect_sqlstate(std::string_view message) {
    if (message.find("password authentication failed") != std::string_view::npos ||
        message.find("no password supplied") != std::string_view::npos)
        return "28P01";
    if (message.find("pg_hba.conf") != std::string_view::npos ||
        message.find("authentication failed") != std::string_view::npos)
        return "28000";
    if (message.find("role \"") != std::string_view::npos &&
        message.find("does not exist") != std::string_view::npos)
        return "28000";
    if (message.find("database \"") != std::string_view::npos &&
        message.find("does not exist") != std::string_view::npos)
        return "3D000";
    if (message.find("too many clients") != std::string_view::npos ||
        message.find("remaining connection slots") != std::string_view::npos)
        return "53300";
    if (message.find("FATAL:  the database system is ") != std::string_view::npos) return "57P03";
    return "08001";
}

std::string application_name(const std::string& role) {
    return role.empty() ? "padchestd" : "padchestd " + role;
}

} // namespace

Connection::State::State(SessionOptions session_options)
    : options(std::move(session_options)) {
    const std::string name = application_name(options.role);
    // A later keyword wins: what stands behind `dbname` (the conninfo) overrides it, what stands before is a
    // default.
    const std::array<const char*, 10> keys = {"keepalives_idle",           "keepalives_interval",
                                              "keepalives_count",          "tcp_user_timeout",
                                              "fallback_application_name", "dbname",
                                              "client_encoding",           nullptr};
    const std::array<const char*, 10> values = {
        "30", "10", "3", "60000", name.c_str(), options.conninfo.c_str(), "UTF8", nullptr};
    handle.reset(PQconnectStartParams(keys.data(), values.data(), 1));
    if (handle == nullptr) throw std::bad_alloc();
    PollResult result{PGRES_POLLING_FAILED, false};
    if (PQstatus(handle.get()) != CONNECTION_BAD) result = poll_until_connected(handle.get(), options);
    if (result.timed_out)
        throw Error("connect to Postgres", "08001", "no answer within postgres.connect_timeout");
    if (result.status != PGRES_POLLING_OK) {
        const std::string message = trimmed(PQerrorMessage(handle.get()));
        throw Error("connect to Postgres", connect_sqlstate(message), message);
    }
    PQsetnonblocking(handle.get(), 1);
    PQsetNoticeProcessor(
        handle.get(), [](void*, const char*) {}, nullptr); // a notice can quote a value
}

void Connection::State::wait(bool for_write, bool may_stop) {
    if (may_stop && !cancel_sent && options.stop.stop_requested()) {
        cancel(handle.get());
        cancel_sent = true;
    }
    if (deadline && std::chrono::steady_clock::now() >= *deadline) {
        deadline.reset();
        cancel(handle.get());
    }
    pollfd socket{PQsocket(handle.get()), static_cast<short>(for_write ? POLLIN | POLLOUT : POLLIN), 0};
    ::poll(&socket, 1, kSliceMs);
    if (options.on_wait) options.on_wait();
}

void Connection::State::flush(std::string_view attempt, bool may_stop) {
    int left = PQflush(handle.get());
    while (left > 0) {
        wait(true, may_stop);
        if (PQconsumeInput(handle.get()) == 0) throw_broken(attempt);
        left = PQflush(handle.get());
    }
    if (left < 0) throw_broken(attempt);
}

PGresult* Connection::State::next_result(std::string_view attempt, bool may_stop) {
    while (PQisBusy(handle.get()) != 0) {
        wait(false, may_stop);
        if (PQconsumeInput(handle.get()) == 0) throw_broken(attempt);
    }
    return PQgetResult(handle.get());
}

Result Connection::State::finish(std::string_view attempt, bool may_stop) {
    flush(attempt, may_stop);
    PGresult* last = nullptr;
    std::unique_ptr<PGresult, void (*)(PGresult*)> failed(nullptr, PQclear);
    for (PGresult* result = next_result(attempt, may_stop); result != nullptr;
         result = next_result(attempt, may_stop)) {
        const auto status = PQresultStatus(result);
        const bool is_error = status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
        if (is_error && failed == nullptr) {
            failed.reset(result);
        } else {
            PQclear(last);
            last = result;
        }
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) break; // its owner goes on (copy_writer)
    }
    Result result(last);
    if (failed != nullptr) throw_error(attempt, failed.get());
    return result;
}

void Connection::State::throw_broken(std::string_view attempt) const {
    throw Error(attempt, "08006", "the connection to Postgres is gone");
}

void Connection::State::throw_if_broken(std::string_view attempt) const {
    if (PQstatus(handle.get()) != CONNECTION_OK) throw_broken(attempt);
}

void Connection::State::throw_error(std::string_view attempt, const PGresult* result) const {
    Diagnosis diagnosis;
    diagnosis.sqlstate = field(result, PG_DIAG_SQLSTATE);
    if (diagnosis.sqlstate.empty())
        throw_broken(attempt); // libpq made this result itself: the connection broke
    if (cancel_sent && diagnosis.sqlstate == "57014") throw Interrupted(attempt);
    diagnosis.severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    diagnosis.schema = field(result, PG_DIAG_SCHEMA_NAME);
    diagnosis.table = field(result, PG_DIAG_TABLE_NAME);
    diagnosis.column = field(result, PG_DIAG_COLUMN_NAME);
    diagnosis.constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    throw Error(attempt, std::move(diagnosis));
}

} // namespace padchestd::pg
