#pragma once
// The daemon's program as a child process, as an operator would start it: environment in, exit code out.

#include "config/settings.h"

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::tests {

struct ChildEnd {
    int exit_code = -1;    // 128 + the signal where one ended it
    long peak_rss_kib = 0; // of the child alone
    std::string output;    // standard output
};

enum class Rights {
    of_the_test,
    of_files // even root may only open what the files' permissions let it
};

// Runs tests::program() with these arguments and these variables besides the test's own; waits for its end.
// What it writes to standard error goes to `error_file` (empty: nowhere).
[[nodiscard]] ChildEnd run_program(const std::vector<std::string>& arguments,
                                   const std::map<std::string, std::string>& environment,
                                   const std::string& error_file = "", Rights rights = Rights::of_the_test);

// The settings that a test's rig has, as environment variables.
[[nodiscard]] std::map<std::string, std::string> environment_of(const config::Settings& settings);

// The program while it runs. Its standard output goes nowhere, its standard error to `error_file`.
class RunningProgram {
  public:
    RunningProgram(const std::vector<std::string>& arguments,
                   const std::map<std::string, std::string>& environment, const std::string& error_file = "");
    ~RunningProgram(); // kills it
    RunningProgram(const RunningProgram&) = delete;
    RunningProgram& operator=(const RunningProgram&) = delete;

    [[nodiscard]] pid_t process() const { return process_; }
    void signal(int number) const;
    // Its exit code, or 128 + the signal; nothing where it has not ended in time.
    [[nodiscard]] std::optional<int> wait(std::chrono::milliseconds patience);

  private:
    pid_t process_;
};

} // namespace padchestd::tests
