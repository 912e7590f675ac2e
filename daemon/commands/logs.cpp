#include "daemon/commands/commands.h"
#include "daemon/event_catalogue.h"
#include "daemon/style.h"
#include "util/failure.h"

#include <chrono>
#include <deque>
#include <fstream>
#include <iostream>
#include <regex>
#include <system_error>
#include <thread>

namespace padchestd::daemon::commands {

namespace {

// The event of a line in either format; empty: no event.
std::string event_of(const std::string& line) {
    static const std::regex text(" event=([a-z_]+)");
    static const std::regex json("\"event\\.action\":\"([a-z_]+)\"");
    std::smatch match;
    if (std::regex_search(line, match, text) || std::regex_search(line, match, json)) return match[1];
    return "";
}

class Printer {
  public:
    Printer(const LogsOptions& options, Style style)
        : options_(options)
        , style_(style) {}

    void print(const std::string& line) const {
        std::cout << colored(line) << '\n';
        if (!options_.explain) return;
        if (const auto meaning = meaning_of(event_of(line)); !meaning.empty())
            std::cout << "    = " << meaning << '\n';
    }

  private:
    [[nodiscard]] std::string colored(const std::string& line) const {
        if (line.find(" error event=") != std::string::npos) return style_.bad(line);
        if (line.find(" warning event=") != std::string::npos) return style_.doubtful(line);
        return line;
    }

    const LogsOptions& options_;
    Style style_;
};

std::deque<std::string> last_lines(std::ifstream& file, std::size_t count) {
    std::deque<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
        if (lines.size() > count) lines.pop_front();
    }
    return lines;
}

// Until the command is interrupted. A file that was rotated is opened again.
[[noreturn]] void follow(const std::filesystem::path& path, std::ifstream& file, const Printer& printer) {
    std::string part;
    for (;;) {
        file.clear();
        for (int c = file.get(); c != std::ifstream::traits_type::eof(); c = file.get()) {
            if (c != '\n') {
                part += static_cast<char>(c);
                continue;
            }
            printer.print(part);
            part.clear();
        }
        std::cout.flush();
        file.clear();
        const auto at = static_cast<std::uintmax_t>(file.tellg());
        std::error_code error;
        const auto size = std::filesystem::file_size(path, error);
        if (!error && size < at) file = std::ifstream(path);
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
}

} // namespace

ExitCode logs(const Invocation& invocation, const LogsOptions& options) {
    const auto path = invocation.settings().logging.file;
    if (path.empty())
        throw util::Failure("the log goes to standard error, not to a file",
                            "with systemd, `journalctl -u padchestd` shows it; logging.file names a file",
                            ExitCode::no_input);
    std::ifstream file(path);
    if (!file)
        throw util::Failure("cannot read the log " + path.string(),
                            "has the daemon run, and may this user read its log?", ExitCode::no_input);
    const Printer printer(options, Style::of_standard_output());
    for (const auto& line : last_lines(file, options.lines)) printer.print(line);
    if (options.follow) follow(path, file, printer);
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
