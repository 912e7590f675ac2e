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

std::optional<double> optional_number(const pg::Result& rows, int column) {
    if (rows.is_null(0, column)) return std::nullopt;
    return rows.number(0, column);
}

void add(Fate& fate, const pg::Result& rows, int column) {
    fate.records += rows.integer(0, column);
    fate.bytes += rows.integer(0, column + 1);
}

void read_checkpoint(pg::Connection& connection, const std::string& feed, Figures& figures) {
    const auto rows = connection.query("read the checkpoint", sql::checkpoint_figures, {feed});
    if (rows.empty()) return;
    figures.generation = rows.integer(0, 0);
    figures.byte_offset = rows.integer(0, 1);
    figures.last_row = rows.integer(0, 2);
    figures.batch = rows.integer(0, 3);
    figures.paused = rows.boolean(0, 4);
    if (figures.batch > 0) figures.committed_at = optional_number(rows, 5);
}

void read_quarantine(pg::Connection& connection, const std::string& feed, util::WallTime now,
                     Figures& figures) {
    const auto rows = connection.query("count the quarantine", sql::open_quarantine,
                                       {feed, util::rfc3339(now - std::chrono::hours(24))});
    for (int row = 0; row < rows.rows(); ++row)
        figures.quarantine.push_back(
            {std::string(rows.text(row, 0)), rows.integer(row, 1), rows.integer(row, 2)});
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
    read_checkpoint(connection, feed, figures);
    read_quarantine(connection, feed, clock.now(), figures);
    const auto rows = connection.query("read the warehouse's lag", sql::freshness);
    const double now = since_epoch(clock.now());
    figures.queued_encounters = rows.integer(0, 0);
    figures.queued_members = rows.integer(0, 1);
    figures.oldest_change = optional_number(rows, 2);
    figures.refreshed_at = optional_number(rows, 3);
    figures.clock_skew = rows.number(0, 4) - now;
    return figures;
}

void FiguresReader::read_unknown_stems(pg::Connection& connection) {
    const auto now = clock_->now();
    if (stems_read_at_ && now - *stems_read_at_ < std::chrono::hours(1)) return;
    const auto drift = text_store::newest_drift(connection);
    unknown_stems_ = drift ? std::optional(drift->unknown) : std::nullopt;
    stems_read_at_ = now;
}

// A database that was restored from an older backup has fewer batches than were summed.
void FiguresReader::sum_ledger(pg::Connection& connection, std::int64_t batch) {
    if (batch < ledger_.batch) ledger_ = {};
    const auto rows =
        connection.query("sum the ledger", sql::ledger_since, {feed_, std::to_string(ledger_.batch)});
    ledger_.batch = rows.integer(0, 0);
    ledger_.batches += rows.integer(0, 1);
    ledger_.replays += rows.integer(0, 2);
    add(ledger_.loaded, rows, 3);
    add(ledger_.unchanged, rows, 5);
    add(ledger_.superseded, rows, 7);
    add(ledger_.quarantined, rows, 9);
    ledger_.header_bytes += rows.integer(0, 11);
    ledger_.encounters += rows.integer(0, 12);
    ledger_.procedures += rows.integer(0, 13);
    ledger_.reports += rows.integer(0, 14);
    ledger_.findings += rows.integer(0, 15);
}

} // namespace padchestd::operation
