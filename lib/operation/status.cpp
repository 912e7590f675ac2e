#include "operation/status.h"

#include "ingest/session_settings.h"
#include "ingest/wait_watch.h"
#include "operation/alarm.h"
#include "operation/disk_space.h"
#include "operation/figures.h"
#include "operation/status_feed.h"
#include "pg/error.h"
#include "pg/fitness.h"
#include "pg/migrator.h"
#include "store/checkpoint.h"
#include "store/first_load.h"
#include "store/reject_log.h"
#include "text_store/figures.h"
#include "util/time_text.h"
#include "util/version.h"
#include "warehouse/refresh.h"

#include <algorithm>
#include <system_error>

namespace padchestd::operation {

namespace {

using util::ExitCode;

// A caller of status gets an answer within this time, even if it is that the database gives none.
constexpr std::chrono::milliseconds kPatience{3'000};

std::string version_text(int server_version) {
    return std::to_string(server_version / 10'000) + '.' + std::to_string(server_version % 10'000);
}

// Of the last cycle. A standby is no problem; status finds a paused feed and a missing file by itself.
bool is_problem(const std::string& state) {
    return state == name(ingest::CycleState::degraded) || state == name(ingest::CycleState::waiting);
}

void read_heartbeat_file(const std::filesystem::path& file, util::WallTime now, Status& status) {
    if (file.empty()) return;
    try {
        status.daemon = read_heartbeat(file);
    } catch (const std::system_error& error) {
        status.problems.push_back(
            {error.what(),
             "is this user in the group of the daemon? Or: `sudo -u padchestd padchestd status`",
             ExitCode::permission});
        status.daemon_unknown = true;
        return;
    }
    if (!status.daemon) {
        status.problems.push_back({"no daemon runs here: there is no heartbeat " + file.string(),
                                   "was `padchestd run` started with this configuration?",
                                   ExitCode::temporary});
        return;
    }
    const auto& beat = *status.daemon;
    status.heartbeat_age_s = std::chrono::duration_cast<std::chrono::seconds>(now - beat.at).count();
    status.daemon_silent = is_silent(beat, now);
    if (status.daemon_silent) {
        status.problems.push_back(
            {"the daemon is silent: its heartbeat is " + std::to_string(status.heartbeat_age_s) +
                 " s old, its worker's last sign of life " +
                 std::to_string(
                     std::chrono::duration_cast<std::chrono::seconds>(now - beat.alive_at).count()) +
                 " s",
             "does process " + std::to_string(beat.pid) + " still run, or does it hang?",
             ExitCode::temporary});
    } else {
        status.feed.waits_for = beat.waits_for;
        status.feed.waits_s = beat.waits_s;
        if (beat.problem && is_problem(beat.state)) status.problems.push_back(*beat.problem);
    }
    if (beat.log_dropped > 0) {
        status.problems.push_back({"the log did not take " + std::to_string(beat.log_dropped) + " lines",
                                   "is the disk of logging.file full?", ExitCode::io});
    }
}

// Whether the rest of the schema can be asked.
bool read_schema(pg::Connection& connection, Status& status) {
    auto& database = status.database;
    database.schema_fits = true;
    for (const auto& migration : pg::migration_status(connection, pg::built_in_migrations())) {
        if (migration.state != pg::MigrationState::pending)
            database.schema_version = std::max(database.schema_version, migration.version);
        if (migration.state != pg::MigrationState::unknown)
            database.program_schema_version = std::max(database.program_schema_version, migration.version);
        if (migration.state != pg::MigrationState::applied) database.schema_fits = false;
    }
    if (database.schema_fits) return true;
    status.problems.push_back({"the database's schema (" + std::to_string(database.schema_version) +
                                   ") is not this program's (" +
                                   std::to_string(database.program_schema_version) + ")",
                               "what does `padchestd migrate --status` say?", ExitCode::config});
    return false;
}

std::optional<store::Checkpoint> read_checkpoint(pg::Connection& connection,
                                                 const config::FeedSettings& settings, Status& status) {
    auto checkpoint = store::read_checkpoint(connection, status.feed.name);
    if (!checkpoint) return std::nullopt;
    look_for_disorder(connection, *checkpoint, settings, status);
    auto& feed = status.feed;
    feed.generation = checkpoint->generation;
    feed.byte_offset = static_cast<std::int64_t>(checkpoint->position.byte_offset);
    feed.last_row = static_cast<std::int64_t>(checkpoint->position.record_number);
    if (checkpoint->batch_id > 0) {
        status.last_batch = checkpoint->batch_id;
        status.last_batch_at = checkpoint->committed_at;
    }
    feed.paused_reason = checkpoint->paused_reason;
    if (feed.paused_reason.empty()) return checkpoint;
    feed.pause_reasons = store::read_pause_reasons(connection, feed.name);
    status.problems.push_back({"the feed is paused: " + feed.paused_reason,
                               "has the export changed? A mended feed is read by itself; `padchestd feed "
                               "go-on` lets this one go on as it "
                               "is",
                               ExitCode::data});
    return checkpoint;
}

void add_alarms(const config::Settings& settings, const std::optional<Figures>& figures,
                const util::Clock& clock, Status& status) {
    for (const auto& alarm : alarms(settings.alarms, figures, disk_space(settings), clock.now())) {
        status.alarms.emplace_back(alarm.name);
        status.problems.push_back({alarm.problem, alarm.hint, alarm.exit_code});
    }
}

// What the database tells, beside what is in the status already.
struct DatabaseLook {
    std::optional<store::Checkpoint> checkpoint;
    std::optional<Figures> figures; // what the alarms are judged by; none: the database cannot be asked
};

DatabaseLook read_database(const config::Settings& settings, const util::Clock& clock, Status& status) {
    DatabaseLook look;
    auto postgres = settings.postgres;
    postgres.connect_timeout = std::min(postgres.connect_timeout, kPatience);
    postgres.statement_timeout = postgres.lock_timeout = kPatience;
    try {
        pg::Connection connection(ingest::session_options(postgres, "status"));
        status.database.reachable = true;
        status.database.server_version = version_text(connection.server_version());
        pg::refuse_unfit(connection);
        if (!read_schema(connection, status)) return look;
        look.checkpoint = read_checkpoint(connection, settings.feed, status);
        status.database.patient_draw =
            connection.query("read the draw of patients", "select draw from ingest.patient_draw")
                .value()
                .text();
        status.database.first_load = store::is_first_load_open(connection);
        status.quarantine_open = store::count_open_quarantined(connection, settings.feed.name);
        if (const auto drift = text_store::newest_drift(connection)) status.unknown_stems = drift->unknown;
        const auto lag = warehouse::refresh_lag(connection);
        status.warehouse_lag_encounters = lag.encounters;
        status.warehouse_lag_members = lag.members;
        status.warehouse_oldest_change = lag.oldest;
        look.figures = read_figures(connection, settings.feed.name, clock);
    } catch (const util::Failure& failure) {
        status.problems.push_back(failure.problem());
    }
    return look;
}

// A database that is away explains the rest; then what an operator has to decide; then what may mend itself.
int rank(const util::Problem& problem) {
    switch (problem.exit_code) {
    case ExitCode::unavailable:
        return 0;
    case ExitCode::permission:
    case ExitCode::config:
        return 1;
    case ExitCode::data:
        return 2;
    default:
        return 3;
    }
}

} // namespace

Status read_status(const config::Settings& settings, const util::Clock& clock) {
    Status status;
    status.at = util::rfc3339(clock.now());
    status.version = util::version();
    status.feed.name = settings.feed.name;
    status.feed.path = settings.feed.path.string();
    read_heartbeat_file(settings.state.heartbeat, clock.now(), status);
    const auto database = read_database(settings, clock, status);
    const auto seen = look_at_feed(settings.feed, database.checkpoint, status);
    if (database.checkpoint) measure_lag(seen, *database.checkpoint, status.feed);
    if (seen.source) judge_lag(settings, seen, clock.now(), status);
    add_alarms(settings, database.figures, clock, status);
    std::stable_sort(status.problems.begin(), status.problems.end(),
                     [](const util::Problem& a, const util::Problem& b) { return rank(a) < rank(b); });
    return status;
}

} // namespace padchestd::operation
