#include "daemon/subcommands.h"

#include "daemon/command_tree.h"
#include "daemon/commands/commands.h"

#include <map>
#include <string>

namespace padchestd::daemon {

namespace {

void add_daemon_commands(Subcommands& subcommands) {
    subcommands.add("run", "follow the feed until stopped", commands::run);
    subcommands.add<commands::IngestOptions>(
        "ingest", "read what the feed holds, once", commands::ingest, [](CLI::App& sub, auto& options) {
            sub.add_flag("--once", options.once, "one cycle, then end (`run` is what goes on)")->required();
        });
    subcommands.add<commands::PlanOptions>(
        "plan", "show what `ingest --once` would do, and write nothing", commands::plan,
        [](CLI::App& sub, auto& options) { sub.add_flag("--json", options.json, "as one JSON object"); });
    subcommands.add<commands::StatusOptions>(
        "status", "show feed, store, warehouse and daemon", commands::status,
        [](CLI::App& sub, auto& options) {
            sub.add_flag("--json", options.json, "as one JSON object");
            sub.add_flag("--exit-code", options.exit_code, "end with 0 only where all is well");
            auto* watch = sub.add_flag("--watch", options.watch, "again and again, until interrupted");
            sub.add_option("--every", options.every, "seconds, for --watch")
                ->needs(watch)
                ->check(CLI::Range(0.1, 3600.0));
        });
}

void add_database_commands(Subcommands& subcommands) {
    subcommands.add<commands::MigrateOptions>("migrate", "bring the database to this program's schema",
                                              commands::migrate, [](CLI::App& sub, auto& options) {
                                                  sub.add_flag("--status", options.status,
                                                               "show only, change nothing");
                                              });
    subcommands.add<commands::RolesOptions>(
        "roles", "make the database's groups of owner, daemon and analysts", commands::roles,
        [](CLI::App& sub, auto& options) {
            sub.add_flag("--apply", options.apply, "run the statements, rather than print them");
        });
    subcommands.add<commands::DistributeOptions>(
        "distribute", "spread the tables over the nodes of a Citus cluster, once", commands::distribute,
        [](CLI::App& sub, auto& options) {
            sub.add_flag("--check", options.check, "show only where each belongs, and what is in the way");
        });
    subcommands.add<commands::SeedOptions>(
        "seed-patients", "make the pool of synthetic patients", commands::seed_patients,
        [](CLI::App& sub, auto& options) {
            sub.add_option("--count", options.count, "patients (default: patients.count)");
            sub.add_option("--seed", options.seed, "of the made-up people (default: patients.seed)");
            sub.add_option("--secret-file", options.secret_file, "the draw's secret, to give or restore it");
        });
    subcommands.add("redraw", "give every study a patient by another patients.draw, while no daemon runs",
                    commands::redraw);
    auto patient = subcommands.group("patient", "change a synthetic patient");
    patient.add<commands::PatientOptions>(
        "move", "give a patient a new address from a date", commands::patient_move,
        [](CLI::App& sub, auto& options) {
            sub.add_option("patient", options.patient_id, "the patient's id")->required();
            sub.add_option("--from", options.from, "the date, YYYY-MM-DD")->required();
            sub.add_option("--location", options.location, "the place")->required();
        });
    patient.add<commands::PatientOptions>(
        "undo", "undo a move", commands::patient_undo, [](CLI::App& sub, auto& options) {
            sub.add_option("patient", options.patient_id, "the patient's id")->required();
            sub.add_option("--from", options.from, "the move's date (default: the last move)");
        });
    patient.add<commands::PatientOptions>(
        "history", "where the patient lived, and will live", commands::patient_history,
        [](CLI::App& sub, auto& options) {
            sub.add_option("patient", options.patient_id, "the patient's id")->required();
        });
    patient.add<commands::PatientOptions>(
        "correct", "another birth date or sex", commands::patient_correct, [](CLI::App& sub, auto& options) {
            sub.add_option("patient", options.patient_id, "the patient's id")->required();
            sub.add_option("--birth-date", options.birth_date, "YYYY-MM-DD");
            sub.add_option("--sex", options.sex, "F or M");
        });
}

void add_warehouse_commands(Subcommands& subcommands) {
    subcommands.add<commands::RefreshOptions>(
        "refresh", "bring the warehouse up to the store", commands::refresh,
        [](CLI::App& sub, auto& options) { sub.add_flag("--full", options.full, "empty and rebuild it"); });
    subcommands.add<commands::VerifyOptions>(
        "verify", "compare the warehouse with a rebuild (ends with 1 on a difference)", commands::verify,
        [](CLI::App& sub, auto& options) {
            sub.add_flag("--part", options.part, "only the next part of the daemon's proof in parts");
            sub.add_flag("--turn", options.turn, "its parts up to the end of the turn, one after the other");
        });
    subcommands.add<commands::ReportCommandOptions>(
        "report", "the metrics as tables", commands::report, [](CLI::App& sub, auto& options) {
            using warehouse::ReportFormat;
            const std::map<std::string, ReportFormat> formats{
                {"table", ReportFormat::text}, {"json", ReportFormat::json}, {"csv", ReportFormat::csv}};
            sub.add_option("metric", options.tables.metric, "one of them only, by the name of its view");
            sub.add_option("--format", options.format, "table, json or csv")
                ->transform(CLI::Transformer(formats));
            sub.add_option("--rows", options.tables.rows, "at most so many rows a table; 0: all")
                ->capture_default_str()
                ->check(CLI::NonNegativeNumber);
        });
    subcommands.add<commands::DashboardOptions>(
        "dashboard", "write the dashboard", commands::dashboard, [](CLI::App& sub, auto& options) {
            sub.add_option("--output", options.output,
                           "the file (default: dashboard.file); -: standard output");
        });
}

void add_omop_commands(Subcommands& subcommands) {
    auto omop = subcommands.group("omop", "the store as OMOP CDM 5.4: vocabularies and mapping");
    omop.add<commands::OmopOptions>(
        "import", "read vocabulary files of Athena, or a mapping of the site's own; all or nothing",
        commands::omop_import, [](CLI::App& sub, auto& options) {
            sub.add_option("files", options.files,
                           "CONCEPT.csv, SOURCE_TO_CONCEPT_MAP.csv, …; named as their tables")
                ->required();
        });
    omop.add<commands::OmopOptions>(
        "materialize",
        "fill real tables with the rows of the schema omop, under the CDM's keys; all or nothing",
        commands::omop_materialize, [](CLI::App& sub, auto& options) {
            sub.add_option("--schema", options.schema,
                           "where the tables are; it is made where it is missing, and filled again otherwise")
                ->required();
        });
    omop.add<commands::OmopOptions>(
        "status", "the vocabularies there are, and how much of the store has a concept",
        commands::omop_status,
        [](CLI::App& sub, auto& options) { sub.add_flag("--json", options.json, "as one JSON object"); });
}

void add_export_commands(Subcommands& subcommands) {
    auto group = subcommands.group("export", "the store in a standard's form, as files");
    group.add<commands::FhirExportOptions>(
        "fhir", "FHIR R4 resources as NDJSON; an interrupted export goes on", commands::export_fhir,
        [](CLI::App& sub, auto& options) {
            auto& request = options.request;
            sub.add_option("--output", request.output, "the folder: new, empty, or of an interrupted export")
                ->required();
            sub.add_option("--since", request.since,
                           "an earlier export's folder: only the studies written since then");
            sub.add_flag("--source-ids", request.resources.source_ids,
                         "with the source's study, image and report ids, and positions of records");
            sub.add_flag("!--no-report-texts", request.resources.report_texts,
                         "without the words of the reports");
        });
}

void add_search_options(CLI::App& sub, commands::SearchCommandOptions& options) {
    sub.add_option("--limit", options.search.limit, "at most so many, 1 to 1000")->capture_default_str();
    sub.add_option("--since", options.search.since, "studies from this day on, YYYY-MM-DD");
    sub.add_option("--diagnosis", options.search.diagnosis,
                   "studies with this diagnosis (code or term) or one below it");
    sub.add_option("--method", options.search.method, "reports labelled so: Physician or RNN_model");
    sub.add_flag("--explain", options.search.explain, "which stems carried each hit");
    sub.add_flag("--exact", options.search.exact, "compare every report: do not ask the vector index");
    sub.add_flag("--json", options.json, "as one JSON list");
}

void add_text_commands(Subcommands& subcommands) {
    auto text = subcommands.group("text", "report vectors: models and clusters");
    text.add("fit", "fit a model to the reports and bring it into use", commands::text_fit);
    text.add<commands::TextOptions>(
        "status", "the model in use, and how far the reports follow it", commands::text_status,
        [](CLI::App& sub, auto& options) { sub.add_flag("--json", options.json, "as one JSON object"); });
    text.add<commands::TextOptions>("clusters", "clusters of report texts, largest first",
                                    commands::text_clusters, [](CLI::App& sub, auto& options) {
                                        sub.add_option("--method", options.method,
                                                       "of reports labelled so: Physician or RNN_model");
                                        sub.add_flag("--json", options.json, "as one JSON list");
                                    });
    subcommands.add<commands::SearchCommandOptions>(
        "search", "reports by meaning: score, share of words, study, report, diagnoses", commands::search,
        [](CLI::App& sub, auto& options) {
            sub.add_option("text", options.what, "Spanish words, or an English term of the taxonomy")
                ->required();
            add_search_options(sub, options);
        });
    subcommands.add<commands::SearchCommandOptions>(
        "similar", "studies whose report is like a study's", commands::similar,
        [](CLI::App& sub, auto& options) {
            sub.add_option("encounter", options.what, "the study's id")->required();
            add_search_options(sub, options);
        });
}

void add_config_commands(Subcommands& subcommands) {
    auto configuration = subcommands.group("config", "the configuration");
    configuration.add<commands::ConfigOptions>(
        "check", "try the configuration, the files and the database", commands::config_check,
        [](CLI::App& sub, auto& options) {
            sub.add_flag("--feed", options.feed, "only the keys, and whether the feed can be loaded");
        });
    configuration.add<commands::ConfigOptions>(
        "show", "print what is in force", commands::config_show, [](CLI::App& sub, auto& options) {
            sub.add_flag("--origin", options.origin, "and where it came from");
        });
}

} // namespace

void add_subcommands(CLI::App& app, Action& chosen) {
    Subcommands subcommands(app, chosen);
    add_daemon_commands(subcommands);
    add_database_commands(subcommands);
    add_warehouse_commands(subcommands);
    add_omop_commands(subcommands);
    add_export_commands(subcommands);
    add_text_commands(subcommands);
    add_feed_subcommands(subcommands);
    add_config_commands(subcommands);
    add_operator_subcommands(subcommands);
    add_documentation(app, chosen);
    add_examples(app);
}

} // namespace padchestd::daemon
