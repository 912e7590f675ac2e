#include "daemon/command_tree.h"

#include <CLI/CLI.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::daemon {

namespace {

// By the command's path. A test holds that each command has one, and that each is a command line of this
// program.
const std::map<std::string_view, std::vector<std::string_view>>& examples() {
    static const std::map<std::string_view, std::vector<std::string_view>> table{
        {"padchestd", {"padchestd --config /etc/padchestd/padchestd.yaml status", "padchestd ingest --help"}},
        {"padchestd run", {"padchestd --config /etc/padchestd/padchestd.yaml run"}},
        {"padchestd ingest", {"padchestd ingest --once"}},
        {"padchestd plan", {"padchestd plan", "padchestd plan --json"}},
        {"padchestd status",
         {"padchestd status", "padchestd status --json --exit-code", "padchestd status --watch"}},
        {"padchestd doctor", {"padchestd doctor"}},
        {"padchestd init",
         {"padchestd init --feed /srv/padchest.csv --database padchest", "padchestd init --print-sql"}},
        {"padchestd logs", {"padchestd logs --lines 50", "padchestd logs --follow --explain"}},
        {"padchestd migrate", {"padchestd migrate --status", "padchestd migrate"}},
        {"padchestd seed-patients", {"padchestd seed-patients --count 5000"}},
        {"padchestd redraw", {"padchestd redraw"}},
        {"padchestd patient move", {"padchestd patient move P000001 --from 2015-03-01 --location Elche"}},
        {"padchestd distribute", {"padchestd distribute --check", "padchestd distribute"}},
        {"padchestd omop import",
         {"padchestd omop import CONCEPT.csv VOCABULARY.csv SOURCE_TO_CONCEPT_MAP.csv"}},
        {"padchestd omop materialize", {"padchestd omop materialize --schema cdm"}},
        {"padchestd omop status", {"padchestd omop status", "padchestd omop status --json"}},
        {"padchestd export fhir",
         {"padchestd export fhir --output /tmp/fhir",
          "padchestd export fhir --output /tmp/fhir-new --since /tmp/fhir"}},
        {"padchestd roles", {"padchestd roles", "padchestd roles --apply"}},
        {"padchestd patient undo", {"padchestd patient undo P000001"}},
        {"padchestd patient history", {"padchestd patient history P000001"}},
        {"padchestd patient correct", {"padchestd patient correct P000001 --birth-date 1950-02-28"}},
        {"padchestd refresh", {"padchestd refresh", "padchestd refresh --full"}},
        {"padchestd verify", {"padchestd verify", "padchestd verify --turn"}},
        {"padchestd quality", {"padchestd quality", "padchestd quality --json"}},
        {"padchestd report", {"padchestd report", "padchestd report --format csv --rows 0"}},
        {"padchestd dashboard", {"padchestd dashboard --output /tmp/dashboard.html"}},
        {"padchestd text fit", {"padchestd text fit"}},
        {"padchestd text status", {"padchestd text status --json"}},
        {"padchestd text clusters", {"padchestd text clusters"}},
        {"padchestd search", {"padchestd search cardiomegalia --limit 5"}},
        {"padchestd similar", {"padchestd similar 9901 --limit 5"}},
        {"padchestd quarantine list",
         {"padchestd quarantine list", "padchestd quarantine list --all --json"}},
        {"padchestd quarantine show", {"padchestd quarantine show 17"}},
        {"padchestd quarantine replay",
         {"padchestd quarantine replay 17", "padchestd quarantine replay --all"}},
        {"padchestd audit", {"padchestd audit"}},
        {"padchestd validate", {"padchestd validate", "padchestd validate --write /tmp/expected.json"}},
        {"padchestd images import-missing",
         {"padchestd images import-missing missing.txt",
          "padchestd images import-missing --complete missing.csv"}},
        {"padchestd feed simulate", {"padchestd feed simulate --output /tmp/feed.csv --encounters 1000"}},
        {"padchestd feed describe",
         {"padchestd feed describe /srv/padchest.csv.gz", "padchestd feed describe --json padchest.csv"}},
        {"padchestd feed status", {"padchestd feed status"}},
        {"padchestd feed go-on", {"padchestd feed go-on"}},
        {"padchestd config check", {"padchestd config check", "padchestd config check --feed"}},
        {"padchestd config show", {"padchestd config show --origin"}}};
    return table;
}

void add_to(CLI::App& app, const std::string& before) {
    const auto path = before.empty() ? app.get_name() : before + " " + app.get_name();
    if (const auto found = examples().find(path); found != examples().end()) {
        std::string footer = "Examples:";
        for (const auto line : found->second) footer += "\n  " + std::string(line);
        app.footer(footer);
    }
    for (auto* command : app.get_subcommands([](CLI::App*) { return true; })) add_to(*command, path);
}

} // namespace

void add_examples(CLI::App& app) {
    add_to(app, "");
}

} // namespace padchestd::daemon
