#include "support/child_daemon.h"

#include "ingest/cycle.h"
#include "support/mappings.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

namespace padchestd::tests {

namespace {

using ingest::CycleState;

constexpr auto kTick = std::chrono::milliseconds(20);
// Without any progress: a batch, an encounter in the warehouse, a chapter. However slow the machine is, one
// that works makes some.
constexpr auto kPatience = std::chrono::seconds(60);
constexpr int kMostCycles = 5'000; // that do something, in one chapter: more of them lead nowhere

bool is_idle(const ingest::CycleReport& report) {
    return report.state == CycleState::idle || report.state == CycleState::paused ||
           report.state == CycleState::no_feed;
}

// The process's number in the parent; the child ends with what `work` returns.
pid_t fork_and(const std::function<int()>& work) {
    std::fflush(nullptr);
    const pid_t process = ::fork();
    if (process < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (process > 0) return process;
    int code = 2; // never back into the test: not by a return, not by an exception
    try {
        code = work();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "a child of a test ended: %s\n", error.what());
    }
    ::_exit(code);
}

Ending wait_for(pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    }
    if (WIFSIGNALED(status)) return Ending::killed;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? Ending::done : Ending::failed;
}

} // namespace

Ending run_in_child(const std::function<void()>& work) {
    return wait_for(fork_and([&] {
        work();
        return 0;
    }));
}

ChildDaemon::ChildDaemon(config::Settings settings, Story story)
    : settings_(std::move(settings))
    , story_(std::move(story)) {
    void* memory = ::mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    chapter_ = static_cast<int*>(memory);
}

ChildDaemon::~ChildDaemon() {
    kill();
    ::munmap(chapter_, sizeof(int));
}

void ChildDaemon::start(Until until) {
    process_ = fork_and([&] { return live(until); });
}

int ChildDaemon::live(Until until) const {
    const util::SystemClock clock;
    auto progress_at = clock.steady();
    ingest::Cycle cycle(settings_, mappings(), clock, {});
    if (*chapter_ == 0 && !story_.empty()) story_.at(static_cast<std::size_t>((*chapter_)++))();
    std::string problem;
    int cycles = 0;
    while (clock.steady() < progress_at + kPatience && cycles < kMostCycles) {
        const auto began = clock.steady();
        const auto report = cycle.run({});
        problem = report.problem ? report.problem->what : "";
        if (report.batches > 0 || report.refreshed > 0) {
            progress_at = clock.steady();
            if (until == Until::idle) ++cycles;
        }
        // A cycle that ends well, but late, has waited for the machine.
        if (!report.problem) progress_at += clock.steady() - began;
        if (until == Until::idle && is_idle(report)) {
            if (*chapter_ == static_cast<int>(story_.size())) return 0;
            story_.at(static_cast<std::size_t>((*chapter_)++))();
            progress_at = clock.steady();
            cycles = 0;
        } else if (report.state != CycleState::worked) {
            std::this_thread::sleep_for(kTick);
        }
    }
    std::fprintf(stderr, "a daemon of a test found no end: %s\n", problem.c_str());
    return 2;
}

Ending ChildDaemon::wait() {
    return wait_for(std::exchange(process_, -1));
}

void ChildDaemon::wait_until_stopped() const {
    int status = 0;
    while (::waitpid(process_, &status, WUNTRACED) < 0) {
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    }
    if (!WIFSTOPPED(status)) throw std::runtime_error("the daemon ended instead of stopping");
}

void ChildDaemon::wake() const {
    ::kill(process_, SIGCONT);
}

void ChildDaemon::kill() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    static_cast<void>(wait());
}

} // namespace padchestd::tests
