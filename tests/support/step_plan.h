#pragma once
// What is to happen at which named step (util/step.h): a kill, a stop, a failure. Steps are counted in memory
// that is shared with every process forked later, so that a count continues where a killed process left it.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace padchestd::tests {

// One at a time in a process: the process's observer while it lives.
class StepPlan {
  public:
    StepPlan();
    ~StepPlan();
    StepPlan(const StepPlan&) = delete;
    StepPlan& operator=(const StepPlan&) = delete;

    // At the occurrence-th time (from 1, since this plan was made) that any process comes to `step`, it does
    // `action`, once; every time where `occurrence` is 0. Replaces what was planned before.
    void at(std::string_view step, std::int64_t occurrence, std::function<void()> action);

    // The same at the `steps`-th step from now, whatever its name.
    void after(std::int64_t steps, std::function<void()> action);

    void nothing();

    [[nodiscard]] std::int64_t occurrences(std::string_view step) const;
    [[nodiscard]] std::int64_t all() const;
    [[nodiscard]] std::string last() const; // the step that was come to last; "" before the first

  private:
    struct Counts;
    void come_to(std::string_view step);
    static void observe(std::string_view step);

    Counts* counts_;
    std::string step_; // "" : any
    std::int64_t due_ = -1;
    std::function<void()> action_;
};

// Actions.
void die();  // SIGKILL to this process
void halt(); // SIGSTOP to this process

} // namespace padchestd::tests
