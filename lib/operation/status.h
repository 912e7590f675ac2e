#pragma once
// What `padchestd status` shows: where the feed, the store, the warehouse and the daemon are, read from the
// database, the feed file and the heartbeat. Answers within seconds and without throwing, whatever of these
// is missing.

#include "config/settings.h"
#include "operation/heartbeat.h"
#include "store/pause.h"
#include "util/clock.h"
#include "util/problem.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::operation {

struct FeedStatus {
    std::string name;
    std::string path;
    std::string file; // of a series, the one that is read: its name; empty: no series, or not known
    std::optional<std::uint64_t> size_bytes; // of that file; none: no such file, or not to be read
    // From the checkpoint; none where nothing was read yet, or the database is away.
    std::optional<std::int64_t> generation, byte_offset, last_row, lag_bytes;
    std::string waits_for; // name(ingest::WaitKind) of a wait that is a problem; empty: none
    std::int64_t waits_s = 0;
    std::string paused_reason;                     // the circuit breaker; empty: not paused
    std::vector<store::PauseReason> pause_reasons; // what it holds against the batch, the most records first
};

struct DatabaseStatus {
    bool reachable = false;
    std::string server_version; // `15.8`
    int schema_version = 0;     // the newest migration applied; 0: none
    int program_schema_version = 0;
    bool schema_fits = false;
    std::string patient_draw; // in force: uniform, matched or by_patient; empty: not known
    bool first_load = false;  // under way: its keys and indexes are put off
};

struct Status {
    std::string at; // RFC 3339
    std::string version;
    FeedStatus feed;
    DatabaseStatus database;
    std::optional<std::int64_t> last_batch;
    std::string last_batch_at;
    std::optional<std::int64_t> warehouse_lag_encounters, warehouse_lag_members;
    std::string warehouse_oldest_change;
    std::optional<std::int64_t> quarantine_open;
    std::optional<double> unknown_stems; // share in the newest month's reports; none: no text model
    std::optional<Heartbeat> daemon;     // none: no heartbeat file, or this user may not read it
    bool daemon_unknown = false;         // the latter
    bool daemon_silent = false;          // there is one, but it is too old
    std::int64_t heartbeat_age_s = 0;
    std::vector<std::string> alarms;     // raised, by name; each is among the problems
    std::vector<util::Problem> problems; // the worst first; empty: healthy

    [[nodiscard]] util::ExitCode exit_code() const {
        return problems.empty() ? util::ExitCode::ok : problems.front().exit_code;
    }
};

// Waits for the database for three seconds at most, and as long for each of its answers.
[[nodiscard]] Status read_status(const config::Settings& settings, const util::Clock& clock);

// One object; absent values are null.
[[nodiscard]] std::string status_json(const Status& status);

} // namespace padchestd::operation
