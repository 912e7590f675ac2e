#pragma once
// The keys and indexes that a first load put off, built on a session and a thread of their own while the
// caller fills the first warehouse on another session. All or nothing. It judges no row: where it fails,
// the notes stay in the database, and store::end_first_load() decides.

#include "pg/transaction.h"

#include <functional>
#include <future>
#include <optional>
#include <stop_token>

namespace padchestd::store {

class FirstLoadBeside {
  public:
    using Work = std::function<void(pg::Connection&)>;

    // Connects, locks the notes in a transaction, and begins to build. Where the caller exports a snapshot,
    // the transaction is one of that snapshot, and does the caller's `work` too, on this object's thread. Of
    // `options` `stop` ends the building, and `on_wait` is called while finish() waits, on the caller's
    // thread. Throws pg::Error, pg::Interrupted.
    FirstLoadBeside(pg::SessionOptions options, const std::string& snapshot, Work work);
    ~FirstLoadBeside(); // cancels what is not finished, and undoes it
    FirstLoadBeside(const FirstLoadBeside&) = delete;
    FirstLoadBeside& operator=(const FirstLoadBeside&) = delete;

    // Waits for the end, and commits. Returns how many objects were built; nothing where the server would
    // not, or a row was refused: then the work is undone as well. The caller's session holds no lock on the
    // store's tables that readers do not hold: the server cannot see that the one waits for the other. Once.
    // Throws pg::Interrupted.
    [[nodiscard]] std::optional<int> finish();

  private:
    std::function<void()> on_wait_;
    std::stop_source stopping_;
    std::stop_callback<std::function<void()>> forward_;
    pg::Connection connection_;
    pg::Transaction transaction_;
    pg::Result notes_;
    std::future<void> built_; // until it is ready the thread has the connection
};

} // namespace padchestd::store
