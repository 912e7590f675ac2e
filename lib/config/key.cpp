#include "config/key.h"

#include "config/section.h"

#include <array>
#include <cctype>
#include <limits>
#include <vector>

namespace padchestd::config {

namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr std::array kEncodings = {Choice<FeedEncoding>{"utf-8", FeedEncoding::utf8},
                                   Choice<FeedEncoding>{"latin-1", FeedEncoding::latin1},
                                   Choice<FeedEncoding>{"utf-16", FeedEncoding::utf16}};
constexpr std::array kColumnPolicies = {Choice<ColumnPolicy>{"accept", ColumnPolicy::accept},
                                        Choice<ColumnPolicy>{"refuse", ColumnPolicy::refuse}};
constexpr std::array kFinalRecords = {Choice<FinalRecord>{"wait", FinalRecord::wait},
                                      Choice<FinalRecord>{"idle_timeout", FinalRecord::idle_timeout}};
constexpr std::array kLevels = {
    Choice<LogLevel>{"debug", LogLevel::debug}, Choice<LogLevel>{"info", LogLevel::info},
    Choice<LogLevel>{"warning", LogLevel::warning}, Choice<LogLevel>{"error", LogLevel::error}};
constexpr std::array kDraws = {Choice<PatientDraw>{"uniform", PatientDraw::uniform},
                               Choice<PatientDraw>{"matched", PatientDraw::matched},
                               Choice<PatientDraw>{"by_patient", PatientDraw::by_patient}};
constexpr std::array kFormats = {Choice<LogFormat>{"text", LogFormat::text},
                                 Choice<LogFormat>{"json", LogFormat::json}};

constexpr auto kAnyCount = std::numeric_limits<std::uint64_t>::max();

std::vector<Key> declare() {
    const Section feed("feed", &Settings::feed);
    const Section postgres("postgres", &Settings::postgres);
    const Section roles("roles", &Settings::roles);
    const Section state("state", &Settings::state);
    const Section schedule("schedule", &Settings::schedule);
    const Section ingest("ingest", &Settings::ingest);
    const Section fencing("fencing", &Settings::fencing);
    const Section quarantine("quarantine", &Settings::quarantine);
    const Section patients("patients", &Settings::patients);
    const Section text("text", &Settings::text);
    const Section dashboard("dashboard", &Settings::dashboard);
    const Section privacy("privacy", &Settings::privacy);
    const Section quality("quality", &Settings::quality);
    const Section verify("verify", &Settings::verify);
    const Section logging("logging", &Settings::logging);
    const Section metrics("metrics", &Settings::metrics);
    const Section lineage("lineage", &Settings::lineage);
    const Section alarms("alarms", &Settings::alarms);
    return {
        feed.path("path", &FeedSettings::path, Empty::refused,
                  "the CSV file to follow, or a pattern of files (`part-*.csv`); it may not exist yet"),
        feed.text("format", &FeedSettings::format, Empty::refused,
                  "what the file is an export of; `padchestd feed describe FILE` names it"),
        feed.choice("encoding", &FeedSettings::encoding, kEncodings,
                    "of the feed's text; what is not UTF-8 has to be declared"),
        feed.choice("added_columns", &FeedSettings::added_columns, kColumnPolicies,
                    "columns that the format does not have: pass over, or stop"),
        feed.choice("missing_columns", &FeedSettings::missing_columns, kColumnPolicies,
                    "columns that the format has and does not need: do without, or stop"),
        feed.renamed_columns("renamed_columns", &FeedSettings::renamed_columns,
                             "columns that have another name in the feed than in the format"),
        feed.text("name", &FeedSettings::name, Empty::refused,
                  "names the feed's checkpoint; one daemon works on a name at a time"),
        feed.text("facility", &FeedSettings::facility, Empty::refused, "facility_id of the encounters"),
        feed.size("max_record_bytes", &FeedSettings::max_record_bytes, 1ULL << 10U, 1ULL << 30U,
                  "a longer record is quarantined"),
        feed.duration("wait_limit", &FeedSettings::wait_limit, 1s, 7 * 24h,
                      "bytes unread for longer without a failure are a problem"),
        feed.duration("expect_every", &FeedSettings::expect_every, 0s, 30 * 24h,
                      "a feed that has not grown for longer is a problem; 0: never"),
        feed.choice("final_record", &FeedSettings::final_record, kFinalRecords,
                    "a last line without a newline: wait for its end, or take it once the file was idle"),
        feed.duration("final_record_timeout", &FeedSettings::final_record_timeout, 1s, 24h,
                      "how long idle, for idle_timeout"),
        feed.duration("hole_timeout", &FeedSettings::hole_timeout, 0s, 7 * 24h,
                      "how long NUL bytes in the middle of the file are waited for; 0: not at all"),

        postgres.conninfo("conninfo", &PostgresSettings::conninfo,
                          "libpq's connection string or URI; empty: libpq's defaults and PG* variables"),
        postgres.duration("connect_timeout", &PostgresSettings::connect_timeout, 1s, 10min,
                          "per attempt to connect"),
        postgres.duration("statement_timeout", &PostgresSettings::statement_timeout, 0s, 24h,
                          "per statement; 0: none"),
        postgres.duration("lock_timeout", &PostgresSettings::lock_timeout, 0s, 24h,
                          "per wait for a lock; 0: none"),
        postgres.duration("backoff_first", &PostgresSettings::backoff_first, 1ms, 1h,
                          "the first wait after a failure"),
        postgres.duration("backoff_most", &PostgresSettings::backoff_most, 1ms, 24h,
                          "the longest wait; they double, with jitter"),

        roles.text("owner", &RoleSettings::owner, Empty::refused,
                   "the group that owns the tables and applies migrations"),
        roles.text("ingest", &RoleSettings::ingest, Empty::refused, "the group that writes rows: the daemon"),
        roles.text("analyst", &RoleSettings::analyst, Empty::refused,
                   "the group that reads analytics and the star schema"),

        state.path("file", &StateSettings::file, Empty::refused, "the checkpoint's readable mirror"),
        state.path("heartbeat", &StateSettings::heartbeat, Empty::allowed,
                   "tells `status` that the daemon lives; empty: none"),

        schedule.duration("interval", &ScheduleSettings::interval, 10ms, 24h,
                          "from one look at the feed to the next"),

        ingest.count("batch_rows", &IngestSettings::batch_rows, 1, 1'000'000,
                     "records a transaction, at most"),
        ingest.size("batch_bytes", &IngestSettings::batch_bytes, 1ULL << 12U, 1ULL << 30U,
                    "bytes a transaction, about"),
        ingest.size("first_load_bytes", &IngestSettings::first_load_bytes, 0, 1ULL << 40U,
                    "a backlog of this size on an empty store is loaded without foreign keys and indexes, "
                    "which are built after it; 0: never"),
        ingest.size(
            "catch_up_bytes", &IngestSettings::catch_up_bytes, 0, 1ULL << 40U,
            "a backlog of this size on a store with rows has its foreign keys checked by batch; 0: never"),
        ingest.number("max_reject_ratio", &IngestSettings::max_reject_ratio, 0.0, 1.0,
                      "more of a batch than this rejected pauses the feed; 1: never"),
        ingest.count("breaker_min_rows", &IngestSettings::breaker_min_rows, 1, 1'000'000,
                     "smaller batches never pause the feed"),

        fencing.duration("takeover_after", &FencingSettings::takeover_after, 1s, 24h,
                         "a silent holder of the feed counts as stopped after this, and two intervals"),

        quarantine.count("keep_days", &QuarantineSettings::keep_days, 0, 36'500,
                         "older records expire; 0: never"),

        patients.count("count", &PatientSettings::count, 1, 10'000'000, "synthetic patients in the pool"),
        patients.choice("draw", &PatientSettings::draw, kDraws,
                        "how a study gets its patient; on a filled store only `padchestd redraw` changes it"),
        patients.count("seed", &PatientSettings::seed, 0, kAnyCount,
                       "of the made-up people, not of the draw's secret"),
        patients.path("secret_file", &PatientSettings::secret_file, Empty::allowed,
                      "32 bytes in hexadecimal; empty: made once and kept in the database only"),

        text.count("least_reports", &TextSettings::least_reports, 0, 1'000'000'000,
                   "no text model is fitted by itself on fewer reports; 0: never"),

        dashboard.path("file", &DashboardSettings::file, Empty::allowed,
                       "the HTML file to write; empty: none"),

        privacy.count("small_cells", &PrivacySettings::small_cells, 0, 1'000,
                      "smaller counts are withheld; 0: off"),

        quality.path("thresholds", &QualitySettings::thresholds, Empty::allowed,
                     "the file of shares that may fail a check; empty: those that the program carries"),
        quality.duration("every", &QualitySettings::every, 0s, 30 * 24h,
                         "how often the daemon checks the data; 0: never"),

        verify.duration("every", &VerifySettings::every, 0s, 365 * 24h,
                        "the daemon compares the whole warehouse with the store once in this time, in short "
                        "parts; 0: never"),

        logging.path("file", &LoggingSettings::file, Empty::allowed, "empty: standard error"),
        logging.choice("level", &LoggingSettings::level, kLevels, "lower ones are dropped"),
        logging.choice("format", &LoggingSettings::format, kFormats, "for people, or for machines (ECS)"),
        logging.size("rotate_size", &LoggingSettings::rotate_size, 0, 1ULL << 40U,
                     "the file is rotated before it grows beyond; 0: never, logrotate does it"),
        logging.count("rotate_keep", &LoggingSettings::rotate_keep, 0, 1'000,
                      "rotated files that stay; file.1 is the newest"),

        metrics.path(
            "file", &MetricsSettings::file, Empty::allowed,
            "metrics for node_exporter's textfile collector, rewritten after each cycle; empty: none"),

        lineage.path(
            "file", &LineageSettings::file, Empty::allowed,
            "OpenLineage events are appended to it, one run a cycle that wrote something; empty: none"),

        alarms.duration("warehouse_lag", &AlarmSettings::warehouse_lag, 0s, 24h * 30,
                        "age of a change that the warehouse has not followed; 0: no alarm"),
        alarms.count("quarantine_per_day", &AlarmSettings::quarantine_per_day, 0, kAnyCount,
                     "more open records quarantined in the last 24 hours; 0: no alarm"),
        alarms.size("disk_free", &AlarmSettings::disk_free, 0, 1ULL << 40U,
                    "less space left for state, log, dashboard or metrics; 0: no alarm"),
        alarms.duration("clock_skew", &AlarmSettings::clock_skew, 0s, 24h,
                        "this clock and the database's differ by more; 0: no alarm"),
    };
}

} // namespace

std::string Key::variable() const {
    std::string text = "PADCHESTD_" + std::string(section) + "__" + std::string(name);
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

std::span<const Key> keys() {
    static const std::vector<Key> table = declare();
    return table;
}

} // namespace padchestd::config
