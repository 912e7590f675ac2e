// Pages, man pages and completions against the declarations that they are made of, and the docs' links.

#include "support/child.h"
#include "support/environment.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <regex>
#include <set>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string written(const std::string& kind) {
    const auto end = run_program({"documentation", kind}, {});
    REQUIRE(end.exit_code == 0);
    return end.output;
}

// Runs a command of the shell; true where it is there and ends with 0.
bool passes(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

std::vector<std::filesystem::path> pages() {
    std::vector<std::filesystem::path> found{source("README.md"), source("CHANGELOG.md"),
                                             source("config/monitoring/README.md")};
    for (const auto& entry : std::filesystem::recursive_directory_iterator(source("docs"))) {
        if (entry.path().extension() == ".md") found.push_back(entry.path());
    }
    return found;
}

// Every match of a pattern's first group.
std::vector<std::string> matches(const std::string& text, const std::string& pattern) {
    const std::regex expression(pattern);
    std::vector<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
        found.push_back((*at)[1]);
    return found;
}

// `padchestd a b --c` up to the first word that is no plain word: its commands and options.
std::vector<std::string> words(const std::string& line) {
    return matches(line, "([^ ]+)");
}

} // namespace

TEST_CASE("the pages of commands and keys are what the program writes") {
    CHECK(read_file(source("docs/configuration.md")) == written("configuration"));
    CHECK(read_file(source("docs/commands.md")) == written("commands"));
}

TEST_CASE("every command has a description and an example, and every example is a command line") {
    const auto page = written("commands");
    CHECK(page.find("```text\n```") == std::string::npos);
    const auto help = run_program({"--help"}, {}).output;
    for (const auto& example : matches(page, "\n(padchestd [^\n]+)")) {
        auto arguments = words(example);
        arguments.erase(arguments.begin());
        if (arguments.back() != "--help") arguments.push_back("--help"); // parses the words before it
        const auto end = run_program(arguments, {});
        INFO(example);
        CHECK(end.exit_code == 0);
        CHECK(end.output != help);
    }
}

TEST_CASE("an option that a page or a runbook names is one of its command") {
    const auto page = written("commands");
    for (const auto& file : pages()) {
        const auto text = read_file(file);
        for (const auto& line : matches(text, "`(padchestd [a-z][^`\n]*)`")) {
            std::string path = "padchestd";
            for (const auto& word : words(line.substr(10))) {
                if (page.find("\n## " + path + " " + word + "\n") != std::string::npos ||
                    page.find("\n## " + path + " " + word + " ") != std::string::npos)
                    path += " " + word;
            }
            INFO(file.string() << ": " << line);
            if (line.find("padchestd documentation") == 0) continue;
            const auto section = page.find("\n## " + path + "\n");
            const bool group = page.find("\n## " + path + " ") != std::string::npos;
            CHECK((section != std::string::npos || group));
            if (section == std::string::npos) continue;
            const auto entry = page.substr(section, page.find("\n## ", section + 4) - section);
            for (const auto& option : matches(line, " (--[a-z-]+)")) {
                if (option != "--config" && option != "--help")
                    CHECK(entry.find("`" + option) != std::string::npos);
            }
        }
    }
}

TEST_CASE("no link of the docs is dead") {
    for (const auto& file : pages()) {
        for (const auto& link : matches(read_file(file), "\\]\\(([^)#: ]+)(?:#[^)]*)?\\)")) {
            INFO(file.string() << ": " << link);
            CHECK(std::filesystem::exists(file.parent_path() / link));
        }
    }
}

TEST_CASE("the man pages are roff that man and mandoc take without a warning") {
    if (!passes("command -v man")) return skip("man is not installed");
    const TempFolder folder;
    for (const std::string kind : {"man", "man-configuration"}) {
        const auto page = (folder / (kind + ".1")).string();
        write_file(page, written(kind));
        const auto report = (folder / "report").string();
        const auto command = "LC_ALL=C.UTF-8 MANROFFSEQ= MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z '" +
                             page + "' 2>'" + report + "' >/dev/null";
        CHECK(std::system(command.c_str()) == 0);
        CHECK(read_file(report).empty());
    }
}

TEST_CASE("each shell takes its completion, and bash's completes commands and options") {
    const TempFolder folder;
    write_file(folder / "bash", written("bash"));
    write_file(folder / "_padchestd", written("zsh"));
    write_file(folder / "padchestd.fish", written("fish"));
    const auto bash = [&](const std::string& line, int word, const std::string& wanted) {
        return passes("bash -c '. " + (folder / "bash").string() + "; COMP_WORDS=(" + line +
                      "); COMP_CWORD=" + std::to_string(word) +
                      "; _padchestd; [[ \" ${COMPREPLY[*]} \" == *\" " + wanted + " \"* ]]'");
    };
    CHECK(bash("padchestd st", 1, "status"));
    CHECK(bash("padchestd quarantine re", 2, "replay"));
    CHECK(bash("padchestd status --j", 2, "--json"));
    CHECK_FALSE(bash("padchestd status --o", 2, "--once"));
    if (passes("command -v zsh")) CHECK(passes("zsh -n " + (folder / "_padchestd").string()));
    if (passes("command -v fish")) {
        CHECK(passes("fish --no-execute " + (folder / "padchestd.fish").string()));
        CHECK(passes("fish -c 'source " + (folder / "padchestd.fish").string() +
                     "; complete -C \"padchestd quarantine re\" | grep -q replay'"));
    }
}

TEST_CASE("an unknown command is refused with the nearest one") {
    const TempFolder folder;
    const auto errors = (folder / "errors").string();
    CHECK(run_program({"statsu"}, {}, errors).exit_code == 64);
    CHECK(read_file(errors).find("did you mean status?") != std::string::npos);
    CHECK(run_program({"quarantine", "lst"}, {}, errors).exit_code == 64);
    CHECK(read_file(errors).find("did you mean list?") != std::string::npos);
}
