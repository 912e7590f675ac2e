#include "config/key.h"
#include "daemon/documentation/documentation.h"
#include "util/version.h"

#include <string_view>

namespace padchestd::daemon::documentation {

namespace {

// What roff takes for itself.
std::string roff(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n'))
            out += std::string("\\&") + c;
        else
            out += c;
    }
    return out;
}

std::string title(std::string_view name, int section, std::string_view about) {
    return ".TH " + std::string(name) + " " + std::to_string(section) + R"( "" "padchestd )" +
           std::string(util::version()) + "\"\n.SH NAME\n" + roff(name) + " \\- " + roff(about) + "\n";
}

std::string option_entry(const OptionWord& option) {
    std::string entry = ".TP\n\\fB" + roff(option.name) + "\\fR";
    if (!option.value.empty() && !option.positional) entry += " \\fI" + roff(option.value) + "\\fR";
    return entry + "\n" + roff(option.description) + (option.required ? " (required)" : "") + "\n";
}

std::string command_entry(const CommandWord& command) {
    std::string entry = ".SS \"" + roff(command.path) + "\"\n" + roff(command.description) + "\n";
    for (const auto& option : command.options) {
        if (option.name != "--help") entry += option_entry(option);
    }
    for (const auto& example : command.examples) entry += ".PP\n.EX\n" + roff(example) + "\n.EE\n";
    return entry;
}

constexpr std::string_view kExitCodes = ".SH EXIT STATUS\n"
                                        "0: done. 1: verify or audit found a difference. 64: the command "
                                        "line is wrong. 65: the input is wrong as a whole. "
                                        "66: the input cannot be opened. 69: the database is not there. 70: "
                                        "a defect of the program. 73: an output cannot "
                                        "be written. 74: input or output failed. 75: try again. 77: the "
                                        "database or the system refuses this user. "
                                        "78: the configuration is wrong.\n";

constexpr std::string_view kFiles =
    ".SH FILES\n.TP\n\\fI/etc/padchestd/padchestd.yaml\\fR\nthe configuration of the service\n"
    ".TP\n\\fI/usr/share/doc/padchestd/docs\\fR\nall pages: installation, operation, metrics, events\n"
    ".SH ENVIRONMENT\n.TP\n\\fBPADCHESTD_CONFIG\\fR\nthe configuration's file, as \\fB\\-\\-config\\fR\n"
    ".TP\n\\fBPADCHESTD_\\fISECTION\\fB__\\fIKEY\\fR\noverrides a key of the configuration\n"
    ".TP\n\\fBNO_COLOR\\fR\nnot empty: no colour, on a terminal either\n";

} // namespace

std::string man_page(const CommandWord& tree) {
    std::string page = title("padchestd", 1, "ingestion daemon for the PadChest chest X-ray feed");
    page += ".SH SYNOPSIS\n\\fBpadchestd\\fR [\\fB\\-\\-config\\fR \\fIFILE\\fR] \\fICOMMAND\\fR "
            "[\\fIOPTIONS\\fR]\n";
    page += ".SH DESCRIPTION\nFollows a growing PadChest feed and keeps a clinical store in Postgres, its "
            "star schema and a "
            "dashboard up to date. Each command reads the same configuration, padchestd.yaml(5).\n";
    page += ".SH OPTIONS\n";
    for (const auto& option : tree.options) page += option_entry(option);
    page += ".SH COMMANDS\n";
    for (const auto* command : leaves(tree)) page += command_entry(*command);
    page += kExitCodes;
    page += kFiles;
    return page + ".SH SEE ALSO\npadchestd.yaml(5)\n";
}

std::string configuration_man_page() {
    std::string page = title("padchestd.yaml", 5, "the configuration of padchestd");
    page +=
        ".SH DESCRIPTION\nSections of keys, in YAML. Each key has a default, and can be overridden by the "
        "environment. "
        "An unknown key, a wrong type or a value out of range stops the start. SIGHUP reads the file again.\n"
        ".PP\nDurations: 60 s, 500 ms, 5 min, 2 h, 1 d, or plain seconds. Sizes: 8 MiB, 64 KiB, or plain "
        "bytes.\n";
    const config::Settings defaults;
    std::string_view section;
    for (const auto& key : config::keys()) {
        if (key.section != section) page += ".SH \"" + roff(key.section) + "\"\n";
        section = key.section;
        const auto value = key.show(defaults);
        page += ".TP\n\\fB" + roff(key.full_name()) + "\\fR (" + roff(key.type) + ", " + roff(key.allowed) +
                ")\n" + roff(key.doc) + ".\n.br\nDefault: " + (value.empty() ? "empty" : roff(value)) +
                ". Environment: " + roff(key.variable()) + "\n";
    }
    return page + ".SH SEE ALSO\npadchestd(1)\n";
}

} // namespace padchestd::daemon::documentation
