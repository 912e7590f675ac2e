#pragma once
// A transaction, and a savepoint in one: undone unless committed by an explicit call.

#include "pg/connection.h"

namespace padchestd::pg {

enum class Isolation { read_committed, repeatable_read };

class Transaction {
  public:
    // Begins, with the pinned settings (pinned_settings) and this connection's timeouts for the transaction
    // only.
    explicit Transaction(Connection& connection, Isolation isolation = Isolation::read_committed);
    ~Transaction(); // rolls back; a failure of that is not reported
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    // Throws CommitInDoubt where the connection broke with COMMIT on its way. Not interrupted by a stop.
    void commit();

  private:
    Connection& connection_;
    bool open_ = true;
};

class Savepoint {
  public:
    // Inside a transaction. Savepoints nest.
    explicit Savepoint(Connection& connection);
    ~Savepoint(); // rolls back to it
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;

    void release(); // keeps what was done

  private:
    Connection& connection_;
    bool open_ = true;
};

} // namespace padchestd::pg
