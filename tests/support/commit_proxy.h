#pragma once
// Is between a daemon and the server's Unix socket, and breaks the connection around a COMMIT: so that
// its answer is lost.

#include "support/temp_folder.h"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace padchestd::tests {

enum class Cut {
    none,
    before_server, // the server never sees the COMMIT
    before_answer, // it landed, and the answer is lost
    in_flight,     // the client is cut off at once, the server sees the COMMIT some time later
};

class CommitProxy {
  public:
    // `server`: the folder of the server's socket (.s.PGSQL.5432).
    explicit CommitProxy(std::string server);
    ~CommitProxy();
    CommitProxy(const CommitProxy&) = delete;
    CommitProxy& operator=(const CommitProxy&) = delete;

    [[nodiscard]] std::string folder() const { return folder_.path().string(); } // libpq's `host`

    // What to do to the `nth` COMMIT from now (1: the next); afterwards none. `delay`: of in_flight.
    void cut_at(Cut cut, int nth, std::chrono::milliseconds delay = {});

    [[nodiscard]] int cuts_done() const { return done_; }

  private:
    void accept_all();
    void serve(int client);
    [[nodiscard]] bool forward_to_server(int client, int server);

    TempFolder folder_;
    std::string server_;
    int listening_ = -1;
    std::atomic<bool> ending_{false};
    std::atomic<Cut> cut_{Cut::none};
    std::atomic<int> countdown_{0};
    std::atomic<int> delay_ms_{0};
    std::atomic<int> done_{0};
    std::vector<std::thread> serving_; // of accepting_ only, until it ended
    std::thread accepting_;
};

} // namespace padchestd::tests
