#include "pg/transaction.h"

#include "pg/connection_state.h"

namespace padchestd::pg {

namespace {

std::string begin_statement(const SessionOptions& options, Isolation isolation) {
    std::string sql =
        isolation == Isolation::repeatable_read ? "begin isolation level repeatable read;" : "begin;";
    sql += "set local statement_timeout = " + std::to_string(options.statement_timeout.count()) + ";";
    sql += "set local lock_timeout = " + std::to_string(options.lock_timeout.count()) + ";";
    return sql;
}

void undo(Connection& connection, std::string_view sql) noexcept {
    if (connection.broken()) return; // the server rolls back by itself
    try {
        connection.script("roll back", sql);
    } catch (...) { // the next statement on this connection says what is wrong with it
    }
}

} // namespace

Transaction::Transaction(Connection& connection, Isolation isolation)
    : connection_(connection) {
    connection_.script("begin a transaction", begin_statement(connection_.options(), isolation));
}

Transaction::~Transaction() {
    if (open_) undo(connection_, "rollback");
}

void Transaction::commit() {
    auto& state = *connection_.state_;
    state.throw_if_broken("commit");
    open_ = false;
    try {
        if (PQsendQuery(state.handle.get(), "commit") == 0) state.throw_broken("commit");
        state.finish("commit", false);
    } catch (const Error& error) {
        if (connection_.broken())
            throw CommitInDoubt("learn whether the commit landed", "08007", "the connection broke during it");
        throw;
    }
}

Savepoint::Savepoint(Connection& connection)
    : connection_(connection) {
    connection_.script("set a savepoint", "savepoint batch_part");
}

Savepoint::~Savepoint() {
    if (open_) undo(connection_, "rollback to savepoint batch_part; release savepoint batch_part");
}

void Savepoint::release() {
    connection_.script("release a savepoint", "release savepoint batch_part");
    open_ = false;
}

} // namespace padchestd::pg
