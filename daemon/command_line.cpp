#include "daemon/command_line.h"

#include "daemon/command_tree.h"
#include "daemon/invocation.h"
#include "daemon/subcommands.h"
#include "util/failure.h"
#include "util/output_path.h"
#include "util/printable.h"
#include "util/version.h"

#include <iostream>
#include <string>
#include <system_error>
#include <typeinfo>
#include <vector>

namespace padchestd::daemon {

namespace {

using util::ExitCode;

ExitCode tell(const std::string& what, const std::string& hint, ExitCode exit_code) {
    std::cerr << "padchestd: " << util::printable(what) << '\n';
    if (!hint.empty()) std::cerr << "hint: " << util::printable(hint) << '\n';
    return exit_code;
}

// Runs the subcommand, and makes words and an exit code of what it throws.
ExitCode act(const Action& action, const Invocation& invocation) {
    try {
        const auto exit_code = action(invocation);
        std::cout.flush();
        if (!std::cout) return tell("cannot write to standard output", "is the disk full?", ExitCode::io);
        return exit_code;
    } catch (const util::Failure& failure) {
        return tell(failure.what(), failure.hint(), failure.exit_code());
    } catch (const std::system_error& error) {
        return tell(error.what(), util::output_hint(error.code()), ExitCode::cannot_create);
    } catch (const std::exception& error) { // its text may quote a value, its type does not
        return tell(std::string("a defect of the program: ") + typeid(error).name(),
                    "please report it, with the command that was run", ExitCode::software);
    }
}

} // namespace

util::ExitCode run_command_line(int argc, const char* const* argv) {
    const util::SystemClock clock;
    Invocation invocation{{}, clock};
    Action action;

    CLI::App app("Ingestion daemon for the PadChest chest X-ray feed", "padchestd");
    app.set_version_flag("--version", "padchestd " + std::string(util::version()));
    app.add_option("--config", invocation.config_file,
                   "the configuration (default: none, everything has a default)")
        ->envname("PADCHESTD_CONFIG");
    app.require_subcommand(1);
    app.fallthrough(); // so that --config may follow the subcommand too
    add_subcommands(app, action);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const std::vector<std::string> given(argv + 1, argv + argc);
        if (error.get_exit_code() != 0) {
            if (const auto unknown = unknown_command(command_tree(app), given))
                return tell("there is no command " + unknown->first,
                            unknown->second.empty() ? "`padchestd --help` lists all"
                                                    : "did you mean " + unknown->second + "?",
                            ExitCode::usage);
        }
        return app.exit(error) == 0 ? ExitCode::ok
                                    : ExitCode::usage; // --help and --version are `errors` with 0
    }
    return act(action, invocation);
}

} // namespace padchestd::daemon
