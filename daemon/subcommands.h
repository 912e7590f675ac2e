#pragma once
// The subcommands of the program with their options, each declared once.

#include "daemon/invocation.h"
#include "util/exit_code.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>

namespace padchestd::daemon {

// A subcommand with its options bound.
using Action = std::function<util::ExitCode(const Invocation&)>;

// Adds subcommands to one app, each with a set of options of its own that lives as long as the app.
class Subcommands {
  public:
    Subcommands(CLI::App& app, Action& chosen)
        : app_(&app)
        , chosen_(&chosen) {}

    // `run` is called with the options if this subcommand is the one.
    template<typename Options>
    CLI::App* add(const std::string& name, const std::string& description,
                  util::ExitCode (*run)(const Invocation&, const Options&),
                  const std::function<void(CLI::App&, Options&)>& declare) {
        CLI::App* sub = app_->add_subcommand(name, description);
        const auto options = std::make_shared<Options>(); // shared with the action, which CLI11 copies
        declare(*sub, *options);
        sub->callback([chosen = chosen_, run, options] {
            *chosen = [run, options](const Invocation& invocation) { return run(invocation, *options); };
        });
        return sub;
    }

    CLI::App* add(const std::string& name, const std::string& description,
                  util::ExitCode (*run)(const Invocation&)) {
        CLI::App* sub = app_->add_subcommand(name, description);
        sub->callback([chosen = chosen_, run] { *chosen = run; });
        return sub;
    }

    // A word that only groups others: `quarantine list`.
    Subcommands group(const std::string& name, const std::string& description) {
        CLI::App* sub = app_->add_subcommand(name, description);
        sub->require_subcommand(1);
        return {*sub, *chosen_};
    }

  private:
    CLI::App* app_;
    Action* chosen_;
};

// Adds all subcommands to `app`. Parsing sets `chosen` to the one that was named; both outlive the parsing.
void add_subcommands(CLI::App& app, Action& chosen);

// Parts of it. First steps and daily looks of an operator: doctor, init, logs.
void add_operator_subcommands(Subcommands& subcommands);

// The feed, its quarantine, its images, and the checks of what was loaded.
void add_feed_subcommands(Subcommands& subcommands);

// The hidden command that writes pages and completions, for the build of the package.
void add_documentation(CLI::App& app, Action& action);

} // namespace padchestd::daemon
