#pragma once
// What an operator can set. One struct a section, defaults as here; config/padchestd.yaml
// documents every key. How a key is read, checked and overridden by the environment is in config/reader.h.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace padchestd::config {

enum class FeedEncoding { utf8, latin1, utf16 };
enum class ColumnPolicy { accept, refuse };
enum class FinalRecord { wait, idle_timeout };
enum class LogFormat { text, json };
enum class LogLevel { debug, info, warning, error };

struct FeedSettings {
    std::filesystem::path path = "/var/lib/padchestd/feed/padchest.csv";
    std::string format = "padchest";                     // the mapping that reads it: clinical/mapping.h
    FeedEncoding encoding = FeedEncoding::utf8;          // of its text
    ColumnPolicy added_columns = ColumnPolicy::accept;   // that the format does not have
    ColumnPolicy missing_columns = ColumnPolicy::accept; // that the format has and does not need
    std::string renamed_columns;                         // `name: the format's, …`
    std::string name = "padchest"; // names the feed's checkpoint; one daemon works on a name at a time
    std::string facility = "HSJ";  // facility_id of the encounters: Hospital San Juan, Alicante
    std::uint64_t max_record_bytes = 1ULL << 20U;
    std::chrono::milliseconds wait_limit{900'000}; // unread for longer without a failure: a problem
    std::chrono::milliseconds expect_every{0};     // not grown for longer: a problem; 0: off
    FinalRecord final_record = FinalRecord::wait;
    std::chrono::milliseconds final_record_timeout{
        300'000}; // idle time after which a last line without newline is taken
    std::chrono::milliseconds hole_timeout{
        600'000}; // NUL bytes in the middle that stayed that long are damage; 0: at once

    friend bool operator==(const FeedSettings&, const FeedSettings&) = default;
};

struct PostgresSettings {
    std::string conninfo; // libpq's; empty: libpq's own defaults and PG* variables
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds statement_timeout{300'000};
    std::chrono::milliseconds lock_timeout{30'000};
    std::chrono::milliseconds backoff_first{
        500}; // the first wait after a failure; doubled, with jitter, up to
    std::chrono::milliseconds backoff_most{60'000};

    friend bool operator==(const PostgresSettings&, const PostgresSettings&) = default;
};

struct RoleSettings { // groups of the database; `padchestd roles` makes them
    std::string owner = "padchest_owner";
    std::string ingest = "padchest_ingest";
    std::string analyst = "padchest_analyst";

    friend bool operator==(const RoleSettings&, const RoleSettings&) = default;
};

struct StateSettings {
    std::filesystem::path file = "/var/lib/padchestd/pipeline_state.json";
    std::filesystem::path heartbeat = "/run/padchestd/heartbeat.json";

    friend bool operator==(const StateSettings&, const StateSettings&) = default;
};

struct ScheduleSettings {
    std::chrono::milliseconds interval{60'000};

    friend bool operator==(const ScheduleSettings&, const ScheduleSettings&) = default;
};

struct IngestSettings {
    std::uint64_t batch_rows = 5'000;
    std::uint64_t batch_bytes = 8ULL << 20U;
    std::uint64_t first_load_bytes = 16ULL << 20U; // 0: a first load is like any other
    std::uint64_t catch_up_bytes = 16ULL << 20U;   // 0: foreign keys stay however much waits
    double max_reject_ratio = 0.5; // above it, of a batch of at least breaker_min_rows: the feed is paused
    std::uint64_t breaker_min_rows = 100;

    friend bool operator==(const IngestSettings&, const IngestSettings&) = default;
};

struct FencingSettings {
    std::chrono::milliseconds takeover_after{300'000};

    friend bool operator==(const FencingSettings&, const FencingSettings&) = default;
};

struct QuarantineSettings {
    std::uint64_t keep_days = 365; // resolved and open records older than this are expired; 0: never

    friend bool operator==(const QuarantineSettings&, const QuarantineSettings&) = default;
};

// How the patient of a new encounter is chosen (clinical/patient_draw.h).
enum class PatientDraw { uniform, matched, by_patient };

struct PatientSettings {
    PatientDraw draw = PatientDraw::uniform;
    std::uint64_t count = 5'000;
    std::uint64_t seed = 20'071'117;   // of the made-up people; not of the draw's secret
    std::filesystem::path secret_file; // empty: the secret is made once and kept in the database only

    friend bool operator==(const PatientSettings&, const PatientSettings&) = default;
};

struct TextSettings {
    std::uint64_t least_reports = 500; // no text model is fitted by itself on fewer; 0: never by itself

    friend bool operator==(const TextSettings&, const TextSettings&) = default;
};

struct DashboardSettings {
    std::filesystem::path file; // empty: no dashboard is written

    friend bool operator==(const DashboardSettings&, const DashboardSettings&) = default;
};

struct PrivacySettings {
    std::uint64_t small_cells = 0; // counts below it are withheld on the page; 0: off

    friend bool operator==(const PrivacySettings&, const PrivacySettings&) = default;
};

struct QualitySettings {
    std::filesystem::path thresholds; // empty: those that the program carries
    std::chrono::milliseconds every =
        std::chrono::hours(24); // from one run of the daemon to the next; 0: none

    friend bool operator==(const QualitySettings&, const QualitySettings&) = default;
};

struct VerifySettings {
    std::chrono::milliseconds every =
        std::chrono::hours(24); // in which the daemon compares the whole warehouse, part by part; 0: never

    friend bool operator==(const VerifySettings&, const VerifySettings&) = default;
};

struct LoggingSettings {
    std::filesystem::path file; // empty: standard error
    LogLevel level = LogLevel::info;
    LogFormat format = LogFormat::text;
    std::uint64_t rotate_size = 0; // 0: logrotate's task
    std::uint64_t rotate_keep = 5;

    friend bool operator==(const LoggingSettings&, const LoggingSettings&) = default;
};

struct MetricsSettings {
    std::filesystem::path file; // empty: none is written

    friend bool operator==(const MetricsSettings&, const MetricsSettings&) = default;
};

struct LineageSettings {
    std::filesystem::path file; // empty: none is written

    friend bool operator==(const LineageSettings&, const LineageSettings&) = default;
};

// When the daemon raises an alarm. 0: never.
struct AlarmSettings {
    std::chrono::milliseconds warehouse_lag{900'000}; // age of the oldest change that waits
    std::uint64_t quarantine_per_day = 1'000;         // open records of the last 24 hours
    std::uint64_t disk_free = 256ULL << 20U;          // bytes, of each file system that is written to
    std::chrono::milliseconds clock_skew{30'000};     // between this machine and the database's

    friend bool operator==(const AlarmSettings&, const AlarmSettings&) = default;
};

struct Settings {
    FeedSettings feed;
    PostgresSettings postgres;
    RoleSettings roles;
    StateSettings state;
    ScheduleSettings schedule;
    IngestSettings ingest;
    FencingSettings fencing;
    QuarantineSettings quarantine;
    PatientSettings patients;
    TextSettings text;
    DashboardSettings dashboard;
    PrivacySettings privacy;
    QualitySettings quality;
    VerifySettings verify;
    LoggingSettings logging;
    MetricsSettings metrics;
    LineageSettings lineage;
    AlarmSettings alarms;

    friend bool operator==(const Settings&, const Settings&) = default;
};

} // namespace padchestd::config
