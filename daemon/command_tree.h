#pragma once
// The command line as data: what CLI11 was told once, for help pages, completions and the nearest known word.

#include <CLI/CLI.hpp>

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace padchestd::daemon {

struct OptionWord {
    std::string name;  // `--json`, or a positional's `patient`
    std::string value; // what it takes: `TEXT`, `UINT`; empty: a flag
    std::string description;
    bool positional = false;
    bool required = false;
};

struct CommandWord {
    std::string name; // one word
    std::string path; // with the words before it: `quarantine list`
    std::string description;
    std::vector<std::string> examples; // whole command lines
    std::vector<OptionWord> options;
    std::vector<CommandWord> commands;
};

// Hidden commands and options are left out.
[[nodiscard]] CommandWord command_tree(const CLI::App& app);

// Gives each command of the app its examples, which its help then ends with.
void add_examples(CLI::App& app);

// The first word of a command line that should be a command and is not, and the nearest command
// (empty where nothing is near).
[[nodiscard]] std::optional<std::pair<std::string, std::string>>
unknown_command(const CommandWord& tree, std::span<const std::string> words);

// All commands of the tree that do something, in order, without their groups.
[[nodiscard]] std::vector<const CommandWord*> leaves(const CommandWord& tree);

} // namespace padchestd::daemon
