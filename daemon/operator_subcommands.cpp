#include "daemon/command_tree.h"
#include "daemon/commands/commands.h"
#include "daemon/documentation/documentation.h"
#include "daemon/subcommands.h"

#include <iostream>
#include <map>

namespace padchestd::daemon {

using util::ExitCode;

void add_operator_subcommands(Subcommands& subcommands) {
    subcommands.add("doctor", "check rights, disk, clock, feed and database, each with its remedy",
                    commands::doctor);
    subcommands.add<commands::InitOptions>(
        "init", "write a configuration, and make role and database where it may", commands::init,
        [](CLI::App& sub, auto& options) {
            sub.add_option("--output", options.output, "the configuration to write");
            sub.add_option("--feed", options.feed, "the CSV file to follow");
            sub.add_option("--database", options.database, "its name (default: padchest)");
            sub.add_option("--role", options.role, "the daemon's role (default: padchestd)");
            sub.add_option("--host", options.host,
                           "the server's host, or its socket's folder (default: /run/postgresql)");
            sub.add_option("--admin", options.admin,
                           "how an administrator connects (default: as this user, by the host)");
            sub.add_flag("--force", options.force, "over a configuration that is there");
            sub.add_flag("--print-sql", options.print_sql, "only print what an administrator has to run");
        });
    subcommands.add<commands::LogsOptions>(
        "logs", "show the last lines of the log file", commands::logs, [](CLI::App& sub, auto& options) {
            sub.add_option("--lines", options.lines, "how many")->capture_default_str();
            sub.add_flag("--follow", options.follow, "go on with new lines, until interrupted");
            sub.add_flag("--explain", options.explain, "explain each event");
        });
}

void add_documentation(CLI::App& app, Action& action) {
    using Writer = std::string (*)(const CommandWord&);
    static const std::map<std::string, Writer> kinds{
        {"man", documentation::man_page},
        {"man-configuration", [](const CommandWord&) { return documentation::configuration_man_page(); }},
        {"configuration", [](const CommandWord&) { return documentation::configuration_page(); }},
        {"commands", documentation::command_page},
        {"bash", documentation::bash_completion},
        {"zsh", documentation::zsh_completion},
        {"fish", documentation::fish_completion}};
    auto* sub = app.add_subcommand("documentation", "write a page")->group("");
    const auto kind = std::make_shared<std::string>();
    sub->add_option("kind", *kind)->required()->check(CLI::IsMember(kinds));
    sub->callback([&app, &action, kind] {
        action = [&app, kind](const Invocation&) {
            std::cout << kinds.at(*kind)(command_tree(app));
            return ExitCode::ok;
        };
    });
}

} // namespace padchestd::daemon
