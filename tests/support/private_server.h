#pragma once
// A Postgres of a test's own, to be stopped and killed: the binaries are those that scripts/with-postgres
// names by PADCHESTD_TEST_POSTGRES_BIN. While it lives, every tests::Database is made on it.

#include "support/temp_folder.h"

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace padchestd::tests {

class PrivateServer {
  public:
    // Makes a cluster and starts it, in one to three seconds. Throws std::runtime_error.
    PrivateServer();
    ~PrivateServer(); // ends it at once, and PADCHESTD_POSTGRES__CONNINFO is as before
    PrivateServer(const PrivateServer&) = delete;
    PrivateServer& operator=(const PrivateServer&) = delete;

    void start(); // waits until it takes connections
    // As `pg_ctl stop -m immediate`: no checkpoint, nobody is told. The next start recovers from the log.
    void stop_immediately();
    void stop_in_order();

    [[nodiscard]] std::string conninfo() const; // without a database

    // The stopped cluster as it is, put aside; and put back, so that all that was committed since is lost.
    void save();
    void restore();

  private:
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
