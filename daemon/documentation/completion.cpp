#include "daemon/documentation/documentation.h"

#include <algorithm>
#include <set>

namespace padchestd::daemon::documentation {

namespace {

// A text within single quotes of any of the three shells.
std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else
            out += c;
    }
    return out + "'";
}

bool takes_file(const OptionWord& option) {
    static const std::set<std::string> names{"--config", "--output", "--feed", "--secret-file"};
    return names.contains(option.name);
}

std::string words_of(const CommandWord& word) {
    std::string words;
    for (const auto& command : word.commands) words += command.name + " ";
    for (const auto& option : word.options) {
        if (!option.positional) words += option.name + " ";
    }
    return words.substr(0, words.size() - (words.empty() ? 0 : 1));
}

void bash_cases(const CommandWord& word, std::string& out) {
    out += "        " + quoted(word.path) + ") words=" + quoted(words_of(word)) + " ;;\n";
    for (const auto& command : word.commands) bash_cases(command, out);
}

std::string zsh_line(const std::string& name, const std::string& description) {
    std::string text;
    for (const char c : description) {
        if (c == ':') text += '\\';
        text += c;
    }
    return "            " + quoted(name + ":" + text) + "\n";
}

void zsh_cases(const CommandWord& word, std::string& out) {
    out += "        " + quoted(word.path) + ")\n        words_now=(\n";
    for (const auto& command : word.commands) out += zsh_line(command.name, command.description);
    for (const auto& option : word.options) {
        if (!option.positional) out += zsh_line(option.name, option.description);
    }
    out += "        ) ;;\n";
    for (const auto& command : word.commands) zsh_cases(command, out);
}

void fish_lines(const CommandWord& word, std::string& out) {
    const auto condition = quoted("__padchestd_at " + quoted(word.path));
    for (const auto& command : word.commands)
        out += "complete -c padchestd -f -n " + condition + " -a " + command.name + " -d " +
               quoted(command.description) + "\n";
    for (const auto& option : word.options) {
        if (option.positional || option.name.compare(0, 2, "--") != 0) continue;
        out += "complete -c padchestd -n " + condition + " -l " + option.name.substr(2) +
               (option.value.empty() ? ""
                : takes_file(option) ? " -r -F"
                                     : " -x") +
               " -d " + quoted(option.description) + "\n";
    }
    for (const auto& command : word.commands) fish_lines(command, out);
}

void collect_paths(const CommandWord& word, std::string& out) {
    out += " " + quoted(word.path);
    for (const auto& command : word.commands) collect_paths(command, out);
}

} // namespace

std::string bash_completion(const CommandWord& tree) {
    std::string out = "# bash completion of padchestd. Made by `padchestd documentation bash`.\n"
                      "_padchestd() {\n"
                      "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} "
                      "path=padchestd words word i\n"
                      "    case $before in --config | --output | --feed | --secret-file)\n"
                      "        mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
                      "        return ;;\n"
                      "    esac\n"
                      "    local paths=(";
    std::string paths;
    collect_paths(tree, paths);
    out += paths.substr(1) + ")\n"
                             "    for ((i = 1; i < COMP_CWORD; ++i)); do\n"
                             "        for word in \"${paths[@]}\"; do\n"
                             "            [[ $word == \"$path ${COMP_WORDS[i]}\" ]] && path=$word && break\n"
                             "        done\n"
                             "    done\n"
                             "    case $path in\n";
    bash_cases(tree, out);
    return out + "    esac\n"
                 "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
                 "}\n"
                 "complete -F _padchestd padchestd\n";
}

std::string zsh_completion(const CommandWord& tree) {
    std::string paths;
    collect_paths(tree, paths);
    std::string out =
        "#compdef padchestd\n# zsh completion of padchestd. Made by `padchestd documentation zsh`.\n"
        "_padchestd() {\n"
        "    local path_now=padchestd word\n"
        "    local -a words_now paths_known\n"
        "    paths_known=(" +
        paths.substr(1) +
        ")\n"
        "    for word in \"${(@)words[2,CURRENT-1]}\"; do\n"
        "        (( ${paths_known[(Ie)$path_now $word]} )) && path_now=\"$path_now $word\"\n"
        "    done\n"
        "    case ${words[CURRENT-1]} in --config|--output|--feed|--secret-file) _files; return ;; esac\n"
        "    case $path_now in\n";
    zsh_cases(tree, out);
    return out + "    esac\n"
                 "    _describe 'padchestd' words_now\n"
                 "}\n"
                 "_padchestd \"$@\"\n";
}

std::string fish_completion(const CommandWord& tree) {
    std::string paths;
    collect_paths(tree, paths);
    std::string out = "# fish completion of padchestd. Made by `padchestd documentation fish`.\n"
                      "function __padchestd_at\n"
                      "    set -l path padchestd\n"
                      "    for word in (commandline -opc)[2..]\n"
                      "        contains -- \"$path $word\"" +
                      paths +
                      "; and set path \"$path $word\"\n"
                      "    end\n"
                      "    test \"$path\" = \"$argv[1]\"\n"
                      "end\n";
    fish_lines(tree, out);
    return out;
}

} // namespace padchestd::daemon::documentation
