#pragma once
// A Postgres of a test's own, to be stopped and killed: the binaries are those that scripts/with-postgres
// names by PADCHESTD_TEST_POSTGRES_BIN. While it lives, every tests::Database is made on it.

#include "support/temp_folder.h"

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace padchestd::tests {

class PrivateServer {
  public:
    // Makes a cluster and starts it, in one to three seconds. Throws std::runtime_error.
    PrivateServer();
    // An asynchronous standby of a running server: copied by pg_basebackup, and following it.
    struct StandbyOf {
        const PrivateServer& primary;
    };
    explicit PrivateServer(StandbyOf standby_of);
    // A server on what pg_basebackup wrote to a folder, which it takes.
    struct BackupIn {
        std::filesystem::path folder;
    };
    explicit PrivateServer(const BackupIn& backup);
    ~PrivateServer(); // ends it at once, and PADCHESTD_POSTGRES__CONNINFO is as before
    PrivateServer(const PrivateServer&) = delete;
    PrivateServer& operator=(const PrivateServer&) = delete;

    void start(); // waits until it takes connections
    // As `pg_ctl stop -m immediate`: no checkpoint, nobody is told. The next start recovers from the log.
    void stop_immediately();
    void stop_in_order();

    // Refuses new sessions (57P03, shutting down), and stops when the last one it has ends.
    void begin_to_stop();
    void wait_until_stopped();

    // A standby: waits until it has all that `primary` has committed; hears no more of it from now on;
    // becomes a primary itself.
    void catch_up(const PrivateServer& primary) const;
    void cut_off() const;
    void promote() const;

    [[nodiscard]] std::string folder() const { return folder_.path().string(); } // of its socket
    [[nodiscard]] std::string conninfo() const;                                  // without a database

    // The stopped cluster as it is, put aside; and put back, so that all that was committed since is lost.
    void save();
    void restore();

  private:
    void own_folder() const;
    [[nodiscard]] std::string ask(const std::string& sql) const;
    void wait_until(const std::string& sql) const;
    [[nodiscard]] pid_t launch(std::vector<std::string> command) const;
    void run(const std::vector<std::string>& command) const;
    void end(int signal);

    TempFolder folder_;
    std::string bin_;
    std::string before_; // the environment's conninfo
    pid_t server_ = -1;
};

// Runs a program as the user that owns the test's servers (`postgres` for root), its output in `log`.
[[nodiscard]] pid_t launch_as_server(std::vector<std::string> command, const std::string& log);

} // namespace padchestd::tests
