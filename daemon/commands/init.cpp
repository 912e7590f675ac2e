#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "operation/database_setup.h"
#include "util/atomic_file.h"
#include "util/failure.h"

#include <unistd.h>

#include <iostream>
#include <system_error>

namespace padchestd::daemon::commands {

namespace {

// On a terminal, what no option gave is asked for; an empty answer takes the default.
void ask(const char* question, std::string& answer) {
    if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDOUT_FILENO) != 1) return;
    std::cout << question << " [" << answer << "]: " << std::flush;
    std::string line;
    if (std::getline(std::cin, line) && !line.empty()) answer = line;
}

void settle(std::string& given, const char* question, const std::string& otherwise) {
    if (!given.empty()) return;
    given = otherwise;
    ask(question, given);
}

// In double quotes, as YAML reads it back.
std::string yaml_quoted(const std::string& value) {
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string configuration_text(const InitOptions& options) {
    return "# Written by `padchestd init`. Every key: man 5 padchestd.yaml; what is in force: padchestd "
           "config show --origin\n"
           "feed:\n  path: " +
           yaml_quoted(options.feed) + "\n\npostgres:\n  conninfo: " +
           yaml_quoted("host=" + options.host + " dbname=" + options.database + " user=" + options.role) +
           "\n\ndashboard:\n  file: /var/lib/padchestd/dashboard/dashboard.html\n"
           "\nlogging:\n  file: /var/log/padchestd/padchestd.log\n"
           "\nmetrics:\n  file: /run/padchestd/padchestd.prom\n";
}

void write_configuration(const InitOptions& options, const std::filesystem::path& file) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored) && !options.force) {
        std::cout << "kept   " << file.string() << " (--force writes it again)\n";
        return;
    }
    try {
        std::filesystem::create_directories(file.parent_path());
        util::write_atomically(file, configuration_text(options), util::Readable::by_everyone);
    } catch (const std::system_error& error) {
        throw util::Failure(error.what(), "may this user write there? --output names another file",
                            ExitCode::cannot_create);
    }
    std::cout << "wrote  " << file.string() << '\n';
}

// Whether something is left to be done.
bool set_up(const InitOptions& options, const operation::SetupNames& names) {
    const auto admin = options.admin.empty() ? "host=" + options.host + " dbname=postgres" : options.admin;
    bool left = false;
    for (const auto& step : operation::set_up_database(admin, names)) {
        switch (step.end) {
        case operation::StepEnd::was_there:
            std::cout << "there  " << step.sql << '\n';
            break;
        case operation::StepEnd::made:
            std::cout << "made   " << step.sql << '\n';
            break;
        case operation::StepEnd::refused:
            left = true;
            std::cout << "LEFT   " << step.sql << "\n       " << step.problem << '\n';
            break;
        }
    }
    return left;
}

} // namespace

ExitCode init(const Invocation& invocation, const InitOptions& given) {
    InitOptions options = given;
    open_quiet_log();
    const auto file = !options.output.empty() ? options.output
                      : !invocation.config_file.empty()
                          ? invocation.config_file
                          : std::filesystem::path("/etc/padchestd/padchestd.yaml");
    if (options.print_sql) {
        if (options.database.empty()) options.database = "padchest";
        if (options.role.empty()) options.role = "padchestd";
        operation::check_names({options.role, options.database});
        std::cout << operation::setup_sql({options.role, options.database});
        return ExitCode::ok;
    }
    settle(options.feed, "The feed, a CSV file", config::FeedSettings{}.path.string());
    settle(options.database, "The database", "padchest");
    settle(options.role, "Its role", "padchestd");
    settle(options.host, "The server's host, or the folder of its socket", "/run/postgresql");
    const operation::SetupNames names{options.role, options.database};
    operation::check_names(names);
    write_configuration(options, file);
    if (set_up(options, names)) {
        std::cout << "\nWhat is left needs more rights. As the database's administrator:\n"
                     "  padchestd init --print-sql --database "
                  << names.database << " --role " << names.role << " | psql\n"
                  << "pgvector is wanted for the search in reports only.\n";
    }
    std::cout << "\nnext: padchestd --config " << file.string() << " doctor\n";
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
