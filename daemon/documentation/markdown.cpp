#include "config/key.h"
#include "daemon/documentation/documentation.h"

#include <string_view>

namespace padchestd::daemon::documentation {

namespace {

std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|') out += '\\';
        out += c;
    }
    return out;
}

std::string code(std::string_view text) {
    return text.empty() ? "empty" : "`" + cell(text) + "`";
}

} // namespace

std::string configuration_page() {
    std::string page =
        "# Configuration\n\n"
        "Made by `padchestd documentation configuration` from the declarations of the keys; a test compares. "
        "[config/padchestd.yaml](../config/padchestd.yaml)\nis the same as a file to copy, with more words "
        "on each key. "
        "How values are read and overridden is in [operating](operating.md).\n";
    const config::Settings defaults;
    std::string_view section;
    for (const auto& key : config::keys()) {
        if (key.section != section)
            page +=
                "\n## " + std::string(key.section) +
                "\n\n| key | type, allowed | default | what it is | environment |\n|---|---|---|---|---|\n";
        section = key.section;
        page += "| `" + key.full_name() + "` | " + std::string(key.type) + ": " + cell(key.allowed) + " | " +
                code(key.show(defaults)) + " | " + cell(key.doc) + " | `" + key.variable() + "` |\n";
    }
    return page;
}

std::string command_page(const CommandWord& tree) {
    std::string page =
        "# Commands\n\nMade by `padchestd documentation commands` from the declaration of the command "
        "line; a test compares. How commands end is in [status](status.md).\n";
    for (const auto* command : leaves(tree)) {
        page += "\n## " + command->path + "\n\n" + command->description + "\n\n";
        for (const auto& option : command->options) {
            if (option.name == "--help") continue;
            page += "- `" + option.name +
                    (option.value.empty() || option.positional ? "" : " " + option.value) +
                    "`: " + option.description + (option.required ? " (required)" : "") + "\n";
        }
        page += "\n```text\n";
        for (const auto& example : command->examples) page += example + "\n";
        page += "```\n";
    }
    return page;
}

} // namespace padchestd::daemon::documentation
