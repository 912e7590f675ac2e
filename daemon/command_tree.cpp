#include "daemon/command_tree.h"

#include "config/nearest.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sstream>

namespace padchestd::daemon {

namespace {

constexpr std::string_view kExampleMargin = "  ";

std::vector<std::string> examples_of(const CLI::App& app) {
    std::vector<std::string> examples;
    std::istringstream footer(app.get_footer());
    for (std::string line; std::getline(footer, line);) {
        if (line.compare(0, kExampleMargin.size(), kExampleMargin) == 0)
            examples.push_back(line.substr(kExampleMargin.size()));
    }
    return examples;
}

OptionWord word_of(const CLI::Option& option) {
    OptionWord word;
    word.positional = option.get_lnames().empty() && option.get_snames().empty();
    if (word.positional)
        word.name = option.get_name(true);
    else if (!option.get_lnames().empty())
        word.name = "--" + option.get_lnames().front();
    else
        word.name = "-" + option.get_snames().front();
    if (option.get_type_size_max() > 0) word.value = option.get_type_name();
    if (const auto choices = word.value.find(':'); choices != std::string::npos) word.value.resize(choices);
    word.description = option.get_description();
    word.required = option.get_required();
    return word;
}

CommandWord word_of(const CLI::App& app, const std::string& before) {
    CommandWord word;
    word.name = app.get_name();
    word.path = before.empty() ? word.name : before + " " + word.name;
    word.description = app.get_description();
    word.examples = examples_of(app);
    for (const auto* option : app.get_options()) {
        if (!option->get_group().empty()) word.options.push_back(word_of(*option));
    }
    for (const auto* command :
         app.get_subcommands([](const CLI::App* sub) { return !sub->get_group().empty(); }))
        word.commands.push_back(word_of(*command, word.path));
    return word;
}

void collect_leaves(const CommandWord& word, std::vector<const CommandWord*>& found) {
    if (word.commands.empty()) found.push_back(&word);
    for (const auto& command : word.commands) collect_leaves(command, found);
}

} // namespace

CommandWord command_tree(const CLI::App& app) {
    return word_of(app, "");
}

std::optional<std::pair<std::string, std::string>> unknown_command(const CommandWord& tree,
                                                                   std::span<const std::string> words) {
    const CommandWord* at = &tree;
    for (std::size_t i = 0; i < words.size() && !at->commands.empty(); ++i) {
        const auto& word = words[i];
        if (word == "--config") ++i; // and its value
        if (!word.empty() && word.front() == '-') continue;
        const auto next = std::find_if(at->commands.begin(), at->commands.end(),
                                       [&](const CommandWord& command) { return command.name == word; });
        if (next == at->commands.end()) {
            std::vector<std::string> known;
            for (const auto& command : at->commands) known.push_back(command.name);
            return std::pair(word, config::nearest(word, known));
        }
        at = &*next;
    }
    return std::nullopt;
}

std::vector<const CommandWord*> leaves(const CommandWord& tree) {
    std::vector<const CommandWord*> found;
    collect_leaves(tree, found);
    return found;
}

} // namespace padchestd::daemon
