#pragma once
// The subcommands, one file each. They print results on standard output, throw util::Failure where something
// cannot be done, and return how the program ends. What the words of the command line are is in
// subcommands.cpp.

#include "clinical/date.h"
#include "daemon/invocation.h"
#include "fhir/export.h"
#include "simulator/feed_writer.h"
#include "text_store/search.h"
#include "util/exit_code.h"
#include "warehouse/report.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::daemon::commands {

using util::ExitCode;

// The daemon: until TERM or INT.
ExitCode run(const Invocation& invocation);

// One cycle; on an empty database that migrates, seeds patients, ingests all there is, and refreshes the
// warehouse.
struct IngestOptions {
    bool once = false; // always: nothing else is there
};
ExitCode ingest(const Invocation& invocation, const IngestOptions& options);

// What `ingest --once` would do; writes nothing.
struct PlanOptions {
    bool json = false;
};
ExitCode plan(const Invocation& invocation, const PlanOptions& options);

struct MigrateOptions {
    bool status = false; // show, change nothing
};
ExitCode migrate(const Invocation& invocation, const MigrateOptions& options);

// Distributes the tables over a Citus cluster, or shows (`check`) where each belongs and what is in the way.
struct DistributeOptions {
    bool check = false;
};
ExitCode distribute(const Invocation& invocation, const DistributeOptions& options);

// Imports the user's vocabulary files, all or nothing; shows what there is, and how much of the store is
// mapped.
struct OmopOptions {
    std::vector<std::filesystem::path> files;
    std::string schema; // of materialize
    bool json = false;
};
ExitCode omop_import(const Invocation& invocation, const OmopOptions& options);
ExitCode omop_materialize(const Invocation& invocation, const OmopOptions& options);
ExitCode omop_status(const Invocation& invocation, const OmopOptions& options);

// Prints the statements that make the groups of `roles` and give them their rights, or runs them in one
// transaction.
struct RolesOptions {
    bool apply = false;
};
ExitCode roles(const Invocation& invocation, const RolesOptions& options);

struct SeedOptions {
    std::optional<std::uint64_t> count, seed;
    std::filesystem::path secret_file;
};
ExitCode seed_patients(const Invocation& invocation, const SeedOptions& options);

struct RefreshOptions {
    bool full = false;
};
ExitCode refresh(const Invocation& invocation, const RefreshOptions& options);

// ExitCode::difference where the warehouse differs from a rebuild. All of it in one snapshot, or only the
// next part of the daemon's proof, or the rest of its turn.
struct VerifyOptions {
    bool part = false, turn = false; // turn wins
};
ExitCode verify(const Invocation& invocation, const VerifyOptions& options);

struct ReportCommandOptions {
    warehouse::ReportOptions tables{.metric = {}, .rows = 1000}; // pairs of labels can be millions
    warehouse::ReportFormat format = warehouse::ReportFormat::text;
};
ExitCode report(const Invocation& invocation, const ReportCommandOptions& options);

// Fits a text model to the reports, and brings it into use.
ExitCode text_fit(const Invocation& invocation);

struct TextOptions {
    bool json = false;
    std::string method; // clusters: of reports labelled so only
};
ExitCode text_status(const Invocation& invocation, const TextOptions& options);
ExitCode text_clusters(const Invocation& invocation, const TextOptions& options);

struct SearchCommandOptions {
    std::string what; // a query, or an encounter's id
    text_store::SearchOptions search;
    bool json = false;
};
ExitCode search(const Invocation& invocation, const SearchCommandOptions& options);
ExitCode similar(const Invocation& invocation, const SearchCommandOptions& options);

struct DashboardOptions {
    std::filesystem::path output; // empty: dashboard.file; `-`: standard output
};
ExitCode dashboard(const Invocation& invocation, const DashboardOptions& options);

struct PatientOptions {
    std::string patient_id;
    std::string from, location;                 // move; undo: from only, empty for the last move
    std::optional<std::string> birth_date, sex; // correct
};
ExitCode patient_move(const Invocation& invocation, const PatientOptions& options);
ExitCode patient_undo(const Invocation& invocation, const PatientOptions& options);
ExitCode patient_history(const Invocation& invocation, const PatientOptions& options);
ExitCode patient_correct(const Invocation& invocation, const PatientOptions& options);

// Gives every study a patient by the configuration's patients.draw, and has the warehouse follow.
ExitCode redraw(const Invocation& invocation);

struct QuarantineOptions {
    bool all = false; // resolved ones too
    bool json = false;
    std::int64_t limit = 100;
    std::int64_t after = 0;
    std::int64_t id = 0;
    bool all_open = false; // replay: every open one
};
ExitCode quarantine_list(const Invocation& invocation, const QuarantineOptions& options);
ExitCode quarantine_show(const Invocation& invocation, const QuarantineOptions& options);
// ExitCode::data where a record is still rejected, or gone.
ExitCode quarantine_replay(const Invocation& invocation, const QuarantineOptions& options);

// ExitCode::difference where a byte of the feed is not accounted for.
ExitCode audit(const Invocation& invocation);

// ExitCode::difference where a rule or a known figure does not hold.
struct ValidateOptions {
    std::filesystem::path write;  // not empty: the store's figures go there, and nothing is checked
    std::filesystem::path expect; // not empty: the site's own expectations
};
ExitCode validate(const Invocation& invocation, const ValidateOptions& options);

// Runs the checks of the data's quality and stores what they found; ExitCode::difference where one failed.
struct QualityOptions {
    std::filesystem::path thresholds; // empty: quality.thresholds
    bool json = false;
};
ExitCode quality(const Invocation& invocation, const QualityOptions& options);

// Writes the store as FHIR R4, or goes on with an export that was interrupted.
struct FhirExportOptions {
    padchestd::fhir::ExportRequest request;
};
ExitCode export_fhir(const Invocation& invocation, const FhirExportOptions& options);

// Takes a list of image files that are missing or broken; ExitCode::data where a line of it is bad.
struct MissingImagesOptions {
    std::filesystem::path list;
    bool complete = false; // images that it does not name are taken off
};
ExitCode import_missing_images(const Invocation& invocation, const MissingImagesOptions& options);

struct StatusOptions {
    bool json = false;
    bool watch = false;     // again and again
    double every = 2;       // seconds
    bool exit_code = false; // end with what is wrong, rather than with 0
};
ExitCode status(const Invocation& invocation, const StatusOptions& options);

// The part of it that concerns the feed: where it is, and why it is paused.
ExitCode feed_status(const Invocation& invocation, const StatusOptions& options);

// What keeps the daemon from working, or well; the first thing that is wrong decides the exit code.
ExitCode doctor(const Invocation& invocation);

// Writes a configuration, and makes role, database and extension where it may.
struct InitOptions {
    std::filesystem::path output; // empty: --config, else /etc/padchestd/padchestd.yaml
    std::string feed, database, role, host, admin;
    bool force = false;
    bool print_sql = false; // only shows the statements
};
ExitCode init(const Invocation& invocation, const InitOptions& options);

// The last lines of the log file.
struct LogsOptions {
    std::size_t lines = 20;
    bool follow = false;
    bool explain = false;
};
ExitCode logs(const Invocation& invocation, const LogsOptions& options);

struct ConfigOptions {
    bool origin = false;
    bool feed = false; // check: only the keys and the feed's content
};
ExitCode config_show(const Invocation& invocation, const ConfigOptions& options);
ExitCode config_check(const Invocation& invocation, const ConfigOptions& options);

struct SimulateOptions {
    std::filesystem::path output; // named always: the feed in force may be a real one
    simulator::FeedOptions feed;
    simulator::WriteOptions how;
};
ExitCode feed_simulate(const Invocation& invocation, const SimulateOptions& options);

// What a file is, and whether it can be loaded: how the command ends.
struct DescribeOptions {
    std::filesystem::path file;
    bool json = false;
};
ExitCode feed_describe(const Invocation& invocation, const DescribeOptions& options);

struct GoOnOptions {
    bool all = false;
};
ExitCode feed_go_on(const Invocation& invocation, const GoOnOptions& options);

} // namespace padchestd::daemon::commands
