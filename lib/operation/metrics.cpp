#include "operation/metrics.h"

#include "operation/exposition.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace padchestd::operation {

namespace {

using ingest::CycleState;

constexpr std::array<CycleState, kCycleStates> kStates{
    CycleState::worked,  CycleState::idle,   CycleState::no_feed,  CycleState::standby,
    CycleState::waiting, CycleState::paused, CycleState::degraded, CycleState::stopped};

double seconds(util::WallTime time) {
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

double seconds(std::chrono::microseconds duration) {
    return std::chrono::duration<double>(duration).count();
}

void add_phases(Exposition& text, const ingest::PhaseDurations& phases) {
    text.sample(seconds(phases.connect), {{"phase", "connect"}})
        .sample(seconds(phases.feed), {{"phase", "feed"}})
        .sample(seconds(phases.indexes), {{"phase", "indexes"}})
        .sample(seconds(phases.refresh), {{"phase", "refresh"}})
        .sample(seconds(phases.quality), {{"phase", "quality"}})
        .sample(seconds(phases.dashboard), {{"phase", "dashboard"}})
        .sample(seconds(phases.proof), {{"phase", "proof"}});
}

void add_process(Exposition& text, const Metrics& metrics) {
    text.gauge("padchestd_build_info", "1, with the version of the program.")
        .sample(std::int64_t{1}, {{"version", metrics.version}});
    text.gauge("padchestd_start_time_seconds", "When this process started.")
        .sample(seconds(metrics.started_at));
    text.gauge("padchestd_database_up", "1 where the database answered at the end of the last cycle.")
        .sample(std::int64_t{metrics.figures ? 1 : 0});
    text.gauge("padchestd_log_dropped_lines",
               "Log lines that could not be written since the last one that could.")
        .sample(static_cast<std::int64_t>(metrics.log_dropped));
}

void add_cycles(Exposition& text, const Metrics& metrics) {
    text.counter("padchestd_cycles_total", "Cycles of this process by their end.");
    for (std::size_t i = 0; i < kCycleStates; ++i)
        text.sample(metrics.sums.by_state[i], {{"state", ingest::name(kStates[i])}});
    text.gauge("padchestd_state", "1 for the state that the last cycle ended in.");
    for (const auto state : kStates)
        text.sample(std::int64_t{metrics.last.state == state ? 1 : 0}, {{"state", ingest::name(state)}});
    text.gauge("padchestd_last_cycle_timestamp_seconds", "When the last cycle ended.")
        .sample(seconds(metrics.at));
    text.gauge("padchestd_last_cycle_duration_seconds", "How long the last cycle took.")
        .sample(std::chrono::duration<double>(metrics.last.duration).count());
    text.gauge("padchestd_last_phase_duration_seconds", "How long each part of the last cycle took.");
    add_phases(text, metrics.last.phases);
    text.counter("padchestd_cycle_seconds_total", "Time spent in the cycles of this process.")
        .sample(seconds(metrics.sums.duration));
    text.counter("padchestd_phase_seconds_total", "Time spent in each part of the cycles of this process.");
    add_phases(text, metrics.sums.phases);
}

using FateList = std::initializer_list<std::pair<const char*, Fate>>;

void add_ledger(Exposition& text, const Metrics& metrics) {
    const auto& ledger = metrics.figures->ledger;
    const FateList fates{{"loaded", ledger.loaded},
                         {"unchanged", ledger.unchanged},
                         {"superseded", ledger.superseded},
                         {"quarantined", ledger.quarantined}};
    text.counter("padchestd_records_total", "Records of the feed by what became of them, by the ledger.");
    for (const auto& [name, fate] : fates) text.sample(fate.records, {{"fate", name}});
    text.counter("padchestd_bytes_total", "Bytes of the feed by what became of them, by the ledger.");
    for (const auto& [name, fate] : fates) text.sample(fate.bytes, {{"fate", name}});
    text.sample(ledger.header_bytes, {{"fate", "header"}});
    text.counter("padchestd_batches_total", "Batches committed, by the ledger.")
        .sample(ledger.batches, {{"kind", "feed"}})
        .sample(ledger.replays, {{"kind", "replay"}});
    text.counter("padchestd_rows_written_total", "Rows of the store inserted or updated, by the ledger.")
        .sample(ledger.encounters, {{"table", "encounters"}})
        .sample(ledger.procedures, {{"table", "procedures"}})
        .sample(ledger.reports, {{"table", "reports"}})
        .sample(ledger.findings, {{"table", "findings"}});
}

void add_position(Exposition& text, const Metrics& metrics) {
    const auto& figures = *metrics.figures;
    text.gauge("padchestd_feed_generation", "The generation of the feed that is read.")
        .sample(figures.generation, {{"feed", metrics.feed}});
    text.gauge("padchestd_feed_position_bytes", "How far the feed was read.").sample(figures.byte_offset);
    text.gauge("padchestd_feed_position_records", "Records of this generation that were read.")
        .sample(figures.last_row);
    text.gauge("padchestd_feed_paused", "1 while the circuit breaker pauses the feed.")
        .sample(std::int64_t{figures.paused ? 1 : 0});
    if (!figures.committed_at) return;
    text.gauge("padchestd_last_commit_timestamp_seconds", "When the last batch was committed.")
        .sample(*figures.committed_at);
    text.gauge("padchestd_last_commit_age_seconds", "Time from the last commit to the end of the last cycle.")
        .sample(std::max(0.0, seconds(metrics.at) - *figures.committed_at));
}

void add_quarantine(Exposition& text, const Figures& figures) {
    text.gauge("padchestd_quarantine_open_records", "Open quarantined records.")
        .sample(figures.quarantine_open());
    text.gauge("padchestd_quarantine_last_day_records",
               "Open records that were quarantined within the last 24 hours.")
        .sample(figures.quarantine_last_day());
    if (figures.quarantine.empty()) return;
    text.gauge("padchestd_quarantine_open_by_reason_records", "Open quarantined records by their reason.");
    for (const auto& count : figures.quarantine) text.sample(count.open, {{"reason", count.reason}});
}

void add_warehouse(Exposition& text, const Metrics& metrics) {
    const auto& figures = *metrics.figures;
    text.gauge("padchestd_warehouse_lag_encounters", "Encounters that wait for the warehouse to follow.")
        .sample(figures.queued_encounters);
    text.gauge("padchestd_warehouse_lag_members", "Members of dimensions that wait for the same.")
        .sample(figures.queued_members);
    text.gauge("padchestd_warehouse_lag_seconds", "Age of the oldest change that waits; 0: none.")
        .sample(figures.oldest_change ? std::max(0.0, seconds(metrics.at) - *figures.oldest_change) : 0.0);
    if (figures.refreshed_at)
        text.gauge("padchestd_warehouse_refresh_timestamp_seconds", "When the warehouse last followed.")
            .sample(*figures.refreshed_at);
    text.gauge("padchestd_warehouse_different_rows",
               "Rows of the warehouse that a proof found missing or too many, and nothing has mended.")
        .sample(figures.different_rows);
    if (figures.proved_at)
        text.gauge("padchestd_warehouse_proof_timestamp_seconds",
                   "When the warehouse had last been compared with the store from one end to the other.")
            .sample(*figures.proved_at);
    if (figures.unknown_stems)
        text.gauge("padchestd_report_unknown_stems_ratio",
                   "Share of the stems of the newest month's reports that the text model does not know.")
            .sample(*figures.unknown_stems);
    text.gauge("padchestd_clock_skew_seconds", "The database's clock less this machine's.")
        .sample(figures.clock_skew);
}

void add_alarms(Exposition& text, const Metrics& metrics) {
    if (!metrics.disks.empty())
        text.gauge("padchestd_disk_free_bytes", "Space left where the file of this key is written.");
    for (const auto& disk : metrics.disks)
        text.sample(static_cast<double>(disk.free_bytes), {{"file", disk.key}});
    text.gauge("padchestd_alarm", "1 while this alarm is raised.");
    for (const auto name : kAlarmNames) {
        const bool raised = std::any_of(metrics.alarms.begin(), metrics.alarms.end(),
                                        [&](const Alarm& alarm) { return alarm.name == name; });
        text.sample(std::int64_t{raised ? 1 : 0}, {{"alarm", name}});
    }
}

} // namespace

void CycleSums::add(const ingest::CycleReport& report) {
    ++by_state.at(static_cast<std::size_t>(report.state));
    duration += report.duration;
    phases.connect += report.phases.connect;
    phases.feed += report.phases.feed;
    phases.indexes += report.phases.indexes;
    phases.refresh += report.phases.refresh;
    phases.quality += report.phases.quality;
    phases.dashboard += report.phases.dashboard;
    phases.proof += report.phases.proof;
}

std::string metrics_text(const Metrics& metrics) {
    Exposition text;
    add_process(text, metrics);
    add_cycles(text, metrics);
    text.gauge("padchestd_feed_lag_bytes", "Bytes of the feed that were not yet read.")
        .sample(static_cast<double>(metrics.last.lag_bytes));
    if (metrics.figures) {
        add_position(text, metrics);
        add_ledger(text, metrics);
        add_quarantine(text, *metrics.figures);
        add_warehouse(text, metrics);
    }
    add_alarms(text, metrics);
    return text.text();
}

} // namespace padchestd::operation
