#include "support/step_plan.h"

#include "util/finding_steps.h"
#include "util/step.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <new>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace padchestd::tests {

struct StepPlan::Counts {
    std::array<std::atomic<std::int64_t>, 64> of_step{};
    std::atomic<std::int64_t> all{0};
    std::atomic<std::int64_t> last{-1};
};

namespace {

StepPlan* plan_in_force = nullptr;

// Of every batch, and of those that hold findings.
const std::vector<std::string_view>& names_of_steps() {
    static const std::vector<std::string_view> all = [] {
        const auto every = util::step_names();
        const auto findings = util::finding_step_names();
        std::vector<std::string_view> names(every.begin(), every.end());
        names.insert(names.end(), findings.begin(), findings.end());
        return names;
    }();
    return all;
}

std::size_t index_of(std::string_view step) {
    const auto& names = names_of_steps();
    const auto found = std::find(names.begin(), names.end(), step);
    if (found == names.end()) throw std::logic_error("no such step: " + std::string(step));
    return static_cast<std::size_t>(found - names.begin());
}

} // namespace

StepPlan::StepPlan() {
    void* memory = ::mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    counts_ = new (memory) Counts;
    plan_in_force = this;
    util::observe_steps(&StepPlan::observe);
}

StepPlan::~StepPlan() {
    util::observe_steps(nullptr);
    plan_in_force = nullptr;
    ::munmap(counts_, sizeof(Counts));
}

void StepPlan::at(std::string_view step, std::int64_t occurrence, std::function<void()> action) {
    static_cast<void>(index_of(step));
    step_ = step;
    due_ = occurrence;
    action_ = std::move(action);
}

void StepPlan::after(std::int64_t steps, std::function<void()> action) {
    step_.clear();
    due_ = counts_->all + steps;
    action_ = std::move(action);
}

void StepPlan::nothing() {
    due_ = -1;
    action_ = nullptr;
}

std::int64_t StepPlan::occurrences(std::string_view step) const {
    return counts_->of_step.at(index_of(step));
}

std::int64_t StepPlan::all() const {
    return counts_->all;
}

std::string StepPlan::last() const {
    const auto last = counts_->last.load();
    return last < 0 ? "" : std::string(names_of_steps()[static_cast<std::size_t>(last)]);
}

void StepPlan::come_to(std::string_view step) {
    const auto index = index_of(step);
    counts_->last = static_cast<std::int64_t>(index);
    const auto of_step = ++counts_->of_step.at(index);
    const auto of_all = ++counts_->all;
    if (!action_ || (!step_.empty() && step_ != step)) return;
    if (due_ == 0 || due_ == (step_.empty() ? of_all : of_step)) action_();
}

void StepPlan::observe(std::string_view step) {
    if (plan_in_force != nullptr) plan_in_force->come_to(step);
}

void die() {
    ::kill(::getpid(), SIGKILL);
}

void halt() {
    ::kill(::getpid(), SIGSTOP);
}

} // namespace padchestd::tests
