#include "operation/figures.h"

#include "operation/sql.h"
#include "text_store/figures.h"
#include "util/time_text.h"

#include <utility>

namespace padchestd::operation {

namespace {

double since_epoch(util::WallTime time) {
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

void add(Fate& fate, const pg::Row& sums, const std::string& name) {
    fate.records += sums[name + "_records"].integer();
    fate.bytes += sums[name + "_bytes"].integer();
}

void read_checkpoint(const pg::Row& checkpoint, Figures& figures) {
    if (checkpoint["batch_id"].is_null()) return;
    figures.generation = checkpoint["generation"].integer();
    figures.byte_offset = checkpoint["byte_offset"].integer();
    figures.last_row = checkpoint["last_row"].integer();
    figures.batch = checkpoint["batch_id"].integer();
    figures.paused = checkpoint["is_paused"].boolean();
    if (figures.batch > 0) figures.committed_at = checkpoint["committed_at"].number();
}

void read_quarantine(const pg::Result& rows, Figures& figures) {
    for (const pg::Row row : rows) {
        if (row["reason"].is_null()) continue;
        figures.quarantine.push_back(
            {row["reason"].string(), row["records"].integer(), row["last_day"].integer()});
    }
}

} // namespace

std::int64_t Figures::quarantine_open() const {
    std::int64_t sum = 0;
    for (const auto& count : quarantine) sum += count.open;
    return sum;
}

std::int64_t Figures::quarantine_last_day() const {
    std::int64_t sum = 0;
    for (const auto& count : quarantine) sum += count.last_day;
    return sum;
}

FiguresReader::FiguresReader(std::string feed, const util::Clock& clock)
    : feed_(std::move(feed))
    , clock_(&clock) {}

Figures FiguresReader::read(pg::Connection& connection) {
    auto figures = read_figures(connection, feed_, *clock_);
    sum_ledger(connection, figures.batch);
    figures.ledger = ledger_;
    read_unknown_stems(connection);
    figures.unknown_stems = unknown_stems_;
    return figures;
}

Figures read_figures(pg::Connection& connection, const std::string& feed, const util::Clock& clock) {
    Figures figures;
    const auto a_day_ago = util::rfc3339(clock.now() - std::chrono::hours(24));
    const auto rows = connection.query("read the feed's figures", sql::figures, {feed, a_day_ago});
    const double now = since_epoch(clock.now());
    read_quarantine(rows, figures);
    const pg::Row lag = rows.front();
    read_checkpoint(lag, figures);
    figures.queued_encounters = lag["queued_encounters"].integer();
    figures.queued_members = lag["queued_members"].integer();
    figures.oldest_change = lag["oldest_change"].optional_number();
    figures.refreshed_at = lag["refreshed_at"].optional_number();
    figures.different_tables = lag["different_tables"].optional_string().value_or("");
    figures.different_rows = lag["different_rows"].integer();
    figures.proved_at = lag["proved_at"].optional_number();
    figures.clock_skew = lag["clock"].number() - now;
    return figures;
}

void FiguresReader::read_unknown_stems(pg::Connection& connection) {
    const auto now = clock_->now();
    if (stems_read_at_ && now - *stems_read_at_ < std::chrono::hours(1)) return;
    const auto drift = text_store::newest_drift(connection);
    unknown_stems_ = drift ? std::optional(drift->unknown) : std::nullopt;
    stems_read_at_ = now;
}

// A database that was restored from an older backup has fewer batches than were summed. Each row of the
// ledger raises the checkpoint's number.
void FiguresReader::sum_ledger(pg::Connection& connection, std::int64_t batch) {
    if (batch == ledger_.batch) return;
    if (batch < ledger_.batch) ledger_ = {};
    const auto rows =
        connection.query("sum the ledger", sql::ledger_since, {feed_, std::to_string(ledger_.batch)});
    const pg::Row sums = rows.only();
    ledger_.batch = sums["last_batch"].integer();
    ledger_.batches += sums["batches"].integer();
    ledger_.replays += sums["replays"].integer();
    add(ledger_.loaded, sums, "loaded");
    add(ledger_.unchanged, sums, "unchanged");
    add(ledger_.superseded, sums, "superseded");
    add(ledger_.quarantined, sums, "quarantined");
    ledger_.header_bytes += sums["header_bytes"].integer();
    ledger_.encounters += sums["encounters"].integer();
    ledger_.procedures += sums["procedures"].integer();
    ledger_.reports += sums["reports"].integer();
    ledger_.findings += sums["findings"].integer();
}

} // namespace padchestd::operation
