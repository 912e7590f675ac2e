#include "pg/transaction.h"

#include "pg/connection_state.h"

namespace padchestd::pg {

Transaction::Transaction(Connection& connection, Isolation isolation)
    : connection_(connection) {
    connection_.state_->throw_if_broken("begin a transaction");
    try {
        connection_.state_->begin("begin a transaction", isolation);
    } catch (...) {
        connection_.state_->roll_back();
        throw;
    }
}

Transaction::~Transaction() {
    if (open_) connection_.state_->roll_back();
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
    if (open_)
        connection_.state_->roll_back("rollback to savepoint batch_part; release savepoint batch_part");
}

void Savepoint::release() {
    connection_.script("release a savepoint", "release savepoint batch_part");
    open_ = false;
}

} // namespace padchestd::pg
