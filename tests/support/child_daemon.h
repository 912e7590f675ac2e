#pragma once
// A daemon's cycles in a process of their own, which can be killed, stopped and woken. Forked from the test,
// it shares the test's StepPlan as it was at start(); it uses no connection of the test's.

#include "config/settings.h"

#include <sys/types.h>

#include <functional>
#include <vector>

namespace padchestd::tests {

enum class Until {
    idle,  // all of the feed is read, and the warehouse has followed it
    killed // continues with a cycle every 20 ms
};

enum class Ending {
    done,   // by itself
    killed, // by a signal
    failed  // it has made no progress for a minute; the reason is on standard error
};

// What happens to the feed, chapter by chapter: each is done when all before it was read. A killed daemon's
// successor continues in the same chapter.
using Story = std::vector<std::function<void()>>;

// Does `work` in a process forked from the test's, and waits for its end; failed where it throws.
[[nodiscard]] Ending run_in_child(const std::function<void()>& work);

class ChildDaemon {
  public:
    explicit ChildDaemon(config::Settings settings, Story story = {});
    ~ChildDaemon(); // kills it
    ChildDaemon(const ChildDaemon&) = delete;
    ChildDaemon& operator=(const ChildDaemon&) = delete;

    void start(Until until = Until::idle);
    [[nodiscard]] Ending wait();
    [[nodiscard]] Ending run() {
        start();
        return wait();
    }

    void wait_until_stopped() const; // until it has stopped itself; throws where it ended instead
    void wake() const;
    void kill();

  private:
    [[nodiscard]] int live(Until until) const;

    config::Settings settings_;
    Story story_;
    int* chapter_; // shared with the processes: chapters begun
    pid_t process_ = -1;
};

} // namespace padchestd::tests
