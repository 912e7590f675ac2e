#include "pg/connection_state.h"

#include "pg/connect_failure.h"
#include "pg/conninfo.h"
#include "pg/pinned_settings.h"
#include "util/failure.h"

#include <poll.h>

#include <array>
#include <chrono>
#include <string>
#include <vector>

namespace padchestd::pg {

namespace {

// How long a wait may be blind to a stop and leave the watchdog unfed.
constexpr int kSliceMs = 200;

// Statements of a session that may be kept with their plans; the idle daemon repeats about ten.
constexpr std::size_t kMostRepeated = 100;
// feature_not_supported: "cached plan must not change result type", since somebody altered a table.
constexpr std::string_view kPlanIsOld = "0A000";

std::vector<const char*> values_of(const Params& params) {
    std::vector<const char*> values;
    values.reserve(params.size());
    for (const Param& param : params) values.push_back(param.c_str());
    return values;
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

// "connect to Postgres at host /run/postgresql, port 5432", by the options in force.
std::string attempt_to_connect(PGconn* connection) {
    std::string text = "connect to Postgres";
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfo(connection),
                                                                                 PQconninfoFree);
    std::string_view separator = " at ";
    for (const PQconninfoOption* option = options.get(); option != nullptr && option->keyword != nullptr;
         ++option) {
        const std::string_view keyword = option->keyword;
        if (option->val == nullptr || *option->val == '\0' || (keyword != "host" && keyword != "port"))
            continue;
        text.append(separator).append(keyword).append(" ").append(option->val);
        separator = ", ";
    }
    return text;
}

void refuse_unreadable(const std::string& conninfo) {
    if (parse_conninfo(conninfo)) return;
    throw util::Failure(
        "cannot use postgres.conninfo: it is not a connection string that libpq can read",
        "is a value with blanks not quoted, or a character of a URI's password not percent-encoded?",
        util::ExitCode::config);
}

std::string application_name(const std::string& role) {
    return role.empty() ? "padchestd" : "padchestd " + role;
}

} // namespace

Connection::State::State(SessionOptions session_options)
    : options(std::move(session_options)) {
    refuse_unreadable(options.conninfo);
    const std::string name = application_name(options.role);
    // A later keyword wins: what comes after `dbname` (the conninfo) overrides it, what comes before is a
    // default.
    const std::array<const char*, 10> keys = {"keepalives_idle",           "keepalives_interval",
                                              "keepalives_count",          "tcp_user_timeout",
                                              "fallback_application_name", "dbname",
                                              "client_encoding",           nullptr};
    const std::array<const char*, 10> values = {
        "30", "10", "3", "60000", name.c_str(), options.conninfo.c_str(), "UTF8", nullptr};
    handle.reset(PQconnectStartParams(keys.data(), values.data(), 1));
    if (handle == nullptr) throw std::bad_alloc();
    PQsetErrorVerbosity(handle.get(), PQERRORS_SQLSTATE); // connect_failure reads it
    PollResult result{PGRES_POLLING_FAILED, false};
    if (PQstatus(handle.get()) != CONNECTION_BAD) result = poll_until_connected(handle.get(), options);
    if (result.timed_out)
        throw Error(attempt_to_connect(handle.get()), "08001", "no answer within postgres.connect_timeout");
    if (result.status != PGRES_POLLING_OK) {
        const auto failure = connect_failure(PQerrorMessage(handle.get()));
        throw Error(attempt_to_connect(handle.get()), failure.sqlstate, failure.reason);
    }
    PQsetnonblocking(handle.get(), 1);
    PQsetNoticeProcessor(
        handle.get(), [](void*, const char*) {}, nullptr); // a notice can quote a value
}

Result Connection::State::run_script(std::string_view attempt, std::string_view sql, bool may_stop) {
    throw_if_broken(attempt);
    const std::string text(sql);
    if (PQsendQuery(handle.get(), text.c_str()) == 0) throw_broken(attempt);
    return finish(attempt, may_stop);
}

Result Connection::State::run_query(std::string_view attempt, std::string_view sql, const Params& params) {
    const auto values = values_of(params);
    const std::string text(sql);
    if (PQsendQueryParams(handle.get(), text.c_str(), static_cast<int>(values.size()), nullptr, values.data(),
                          nullptr, nullptr, 0) == 0)
        throw_broken(attempt);
    return finish(attempt);
}

ServerState Connection::State::server() const {
    const char* standby = PQparameterStatus(handle.get(), "in_hot_standby"); // kept up to date by the server
    return {PQserverVersion(handle.get()), standby != nullptr && std::string_view(standby) == "on",
            log_is_settable};
}

template<typename Script>
void Connection::State::run_settings(std::string_view attempt, Script script) {
    const auto run = [&] { run_script(attempt, script(), false); }; // a stop is for what comes next
    try {
        run();
    } catch (const Error& error) {
        if (!log_is_settable || error.sqlstate() != "42501") throw;
        log_is_settable = false; // the right was taken from the role since the session began
        roll_back();
        run();
    }
}

void Connection::State::pin_session(std::string_view attempt) {
    run_settings(attempt, [&] { return session_statement(options, server()); });
    is_pinned = true;
}

void Connection::State::begin(std::string_view attempt, Isolation isolation) {
    is_pinned = false;
    run_settings(attempt, [&] { return begin_statement(options, isolation, server()); });
}

// What writes may fire a trigger, and that may set anything.
Result Connection::State::run_alone(std::string_view attempt, std::string_view sql, const Params& params) {
    if (!is_pinned) pin_session(attempt);
    is_pinned = false;
    Result result = run_repeated(attempt, sql, params);
    is_pinned = has_selected;
    return result;
}

Result Connection::State::run_repeated(std::string_view attempt, std::string_view sql, const Params& params) {
    const auto found = repeated.find(sql);
    if (found == repeated.end()) {
        if (repeated.size() < kMostRepeated) repeated.emplace(sql, "");
        return run_query(attempt, sql, params);
    }
    if (found->second.empty()) {
        const std::string name = "repeated_" + std::to_string(++plans);
        if (PQsendPrepare(handle.get(), name.c_str(), found->first.c_str(), 0, nullptr) == 0)
            throw_broken(attempt);
        static_cast<void>(finish(attempt));
        found->second = name;
    }
    try {
        return run_planned(attempt, found->second, params);
    } catch (const Error& error) {
        if (error.sqlstate() != kPlanIsOld) throw;
        repeated.erase(found);
        return run_query(attempt, sql, params);
    }
}

Result Connection::State::run_planned(std::string_view attempt, const std::string& name,
                                      const Params& params) {
    const auto values = values_of(params);
    if (PQsendQueryPrepared(handle.get(), name.c_str(), static_cast<int>(values.size()), values.data(),
                            nullptr, nullptr, 0) == 0)
        throw_broken(attempt);
    return finish(attempt);
}

void Connection::State::roll_back(std::string_view sql) noexcept {
    if (PQstatus(handle.get()) != CONNECTION_OK) return; // the server rolls back by itself
    if (PQtransactionStatus(handle.get()) == PQTRANS_IDLE) return;
    try {
        run_script("roll back", sql, false);
    } catch (...) { // the next statement on this connection reports what is wrong with it
    }
}

void Connection::State::wait(bool for_write, bool may_stop) {
    if (may_stop && !cancel_sent && options.stop.stop_requested()) {
        cancel(handle.get());
        cancel_sent = true;
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
    has_selected = last != nullptr && std::string_view(PQcmdStatus(last)).starts_with("SELECT ");
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
