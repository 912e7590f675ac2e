#include "support/child.h"

#include "support/environment.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <thread>

namespace padchestd::tests {

namespace {

[[noreturn]] void become(std::vector<std::string> arguments,
                         const std::map<std::string, std::string>& environment, int output,
                         const std::string& error_file, Rights rights) {
    if (rights == Rights::of_files)
        for (const unsigned long capability : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH})
            ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0); // fails where they are not held: nothing to drop
    for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
    const int errors =
        ::open(error_file.empty() ? "/dev/null" : error_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(errors, STDERR_FILENO);
    std::string path = program().string();
    std::vector<char*> words{path.data()};
    for (std::string& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    ::execv(path.c_str(), words.data());
    ::_exit(127);
}

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 4096> piece{};
    for (ssize_t count = ::read(descriptor, piece.data(), piece.size()); count > 0;
         count = ::read(descriptor, piece.data(), piece.size()))
        text.append(piece.data(), static_cast<std::size_t>(count));
    return text;
}

int code_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

std::map<std::string, std::string> environment_of(const config::Settings& settings) {
    return {{"PADCHESTD_POSTGRES__CONNINFO", settings.postgres.conninfo},
            {"PADCHESTD_FEED__PATH", settings.feed.path.string()},
            {"PADCHESTD_STATE__FILE", settings.state.file.string()},
            {"PADCHESTD_STATE__HEARTBEAT", settings.state.heartbeat.string()},
            {"PADCHESTD_DASHBOARD__FILE", settings.dashboard.file.string()},
            {"PADCHESTD_LOGGING__FILE", settings.logging.file.string()},
            {"PADCHESTD_METRICS__FILE", settings.metrics.file.string()},
            {"PADCHESTD_SCHEDULE__INTERVAL", std::to_string(settings.schedule.interval.count()) + " ms"},
            {"PADCHESTD_QUALITY__EVERY", std::to_string(settings.quality.every.count()) + " ms"},
            {"PADCHESTD_VERIFY__EVERY", std::to_string(settings.verify.every.count()) + " ms"},
            {"PADCHESTD_INGEST__BATCH_ROWS", std::to_string(settings.ingest.batch_rows)},
            {"PADCHESTD_PATIENTS__COUNT", std::to_string(settings.patients.count)},
            {"PADCHESTD_PATIENTS__SECRET_FILE", settings.patients.secret_file.string()}};
}

ChildEnd run_program(const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& environment, const std::string& error_file,
                     Rights rights) {
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) throw std::runtime_error("no pipe for a child");
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("no process for a child");
    if (child == 0) {
        ::close(pipe[0]);
        become(arguments, environment, pipe[1], error_file, rights);
    }
    ::close(pipe[1]);
    ChildEnd end;
    end.output = read_all(pipe[0]);
    ::close(pipe[0]);
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    end.exit_code = code_of(status);
    end.peak_rss_kib = usage.ru_maxrss;
    return end;
}

RunningProgram::RunningProgram(const std::vector<std::string>& arguments,
                               const std::map<std::string, std::string>& environment,
                               const std::string& error_file)
    : process_(::fork()) {
    if (process_ < 0) throw std::runtime_error("no process for a child");
    if (process_ == 0)
        become(arguments, environment, ::open("/dev/null", O_WRONLY), error_file, Rights::of_the_test);
}

RunningProgram::~RunningProgram() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

void RunningProgram::signal(int number) const {
    ::kill(process_, number);
}

std::optional<int> RunningProgram::wait(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    int status = 0;
    while (::waitpid(process_, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > deadline) return std::nullopt;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    process_ = -1;
    return code_of(status);
}

} // namespace padchestd::tests
