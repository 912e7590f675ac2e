#include "pg/pinned_settings.h"

#include <array>

namespace padchestd::pg {

namespace {

// search_path: names resolve in pg_catalog only. Whoever may create in any other schema could otherwise put a
// function there that fits a call better than the built-in one, and run with this session's rights. pg_temp
// is last, for it is searched first where it is not named. row_security: a policy that hides rows is an
// error, not an answer that lacks them. idle_in_transaction_session_timeout: no step of this program takes as
// long between two statements. transform_null_equals, array_nulls, quote_all_identifiers,
// gin_fuzzy_search_limit: these change results.
constexpr std::array<std::string_view, 16> kPinned = {{
    "search_path = pg_catalog, pg_temp",
    "row_security = off",
    "client_encoding = 'UTF8'",
    "standard_conforming_strings = on",
    "bytea_output = 'hex'",
    "datestyle = 'ISO, MDY'",
    "intervalstyle = 'postgres'",
    "timezone = 'UTC'",
    "extra_float_digits = 1",
    "idle_in_transaction_session_timeout = '10min'",
    "transform_null_equals = off",
    "array_nulls = on",
    "quote_all_identifiers = off",
    "gin_fuzzy_search_limit = 0",
    "default_tablespace = ''",
    "log_parameter_max_length_on_error = 0",
}};

// The server logs an error with the values of the row that it refuses: terse leaves detail and context out of
// a text log, and a log in CSV or JSON has them all the same. So errors of this session are not logged at
// all; the error goes to this program, which logs its SQLSTATE and names. What ends a session (FATAL) is
// logged, and statements where the server logs them (LOG), without their parameters.
constexpr std::array<std::string_view, 3> kQuietLog = {{
    "log_min_messages = log",
    "log_error_verbosity = terse",
    "log_parameter_max_length = 0",
}};
constexpr int kFirstWithTransactionTimeout = 170'000;

// "set " or "set local ", and each setting.
std::string pins(std::string_view set, const SessionOptions& options, const ServerState& server) {
    std::string sql;
    const auto add = [&](std::string_view setting) { sql.append(set).append(setting).append(";"); };
    add("statement_timeout = " + std::to_string(options.statement_timeout.count()));
    add("lock_timeout = " + std::to_string(options.lock_timeout.count()));
    if (server.version >= kFirstWithTransactionTimeout) add("transaction_timeout = 0");
    for (const std::string_view setting : kPinned) add(setting);
    if (server.log_is_settable)
        for (const std::string_view setting : kQuietLog) add(setting);
    return sql;
}

} // namespace

const char* const kMayQuietLog = "select has_parameter_privilege('log_min_messages', 'set')"
                                 " and has_parameter_privilege('log_error_verbosity', 'set')"
                                 " and has_parameter_privilege('log_parameter_max_length', 'set')";

std::string begin_statement(const SessionOptions& options, Isolation isolation, const ServerState& server) {
    std::string sql = "begin isolation level ";
    sql += isolation == Isolation::repeatable_read ? "repeatable read" : "read committed";
    sql += server.standby ? ";" : " read write not deferrable;";
    return sql + pins("set local ", options, server);
}

std::string session_statement(const SessionOptions& options, const ServerState& server) {
    return "set idle_session_timeout = 0; set default_transaction_read_only = off;"
           "set default_transaction_isolation = 'read committed';" +
           pins("set ", options, server);
}

} // namespace padchestd::pg
