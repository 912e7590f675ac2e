#pragma once
// A feed in numbers, from the database, for metrics and alarms. No row's content, no key.

#include "pg/connection.h"
#include "util/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::operation {

// Records of the feed that ended alike, and their bytes.
struct Fate {
    std::int64_t records = 0, bytes = 0;
};

// Sums over the ledger of a feed, of all generations.
struct LedgerSums {
    std::int64_t batch = 0; // the last one summed
    std::int64_t batches = 0, replays = 0;
    Fate loaded, unchanged, superseded, quarantined;
    std::int64_t header_bytes = 0;
    std::int64_t encounters = 0, procedures = 0, reports = 0, findings = 0; // rows written
};

struct ReasonCount {
    std::string reason;
    std::int64_t open = 0;
    std::int64_t last_day = 0; // of the open ones
};

struct Figures {
    // Of the checkpoint; 0 where nothing was read yet.
    std::int64_t generation = 0, byte_offset = 0, last_row = 0, batch = 0;
    bool paused = false;
    std::optional<double> committed_at; // seconds since 1970
    LedgerSums ledger;
    std::vector<ReasonCount> quarantine; // by reason
    std::int64_t queued_encounters = 0, queued_members = 0;
    std::optional<double> oldest_change; // seconds since 1970; none: the warehouse has followed
    std::optional<double> refreshed_at;
    std::string different_tables;    // of the warehouse, by a proof: `agg_keyword, fact_report`; empty: none
    std::int64_t different_rows = 0; // of these, missing or too many
    std::optional<double> proved_at; // when the last turn of the proof ended; none: none has
    std::optional<double> unknown_stems; // share in the newest month; none: no text model
    double clock_skew = 0;               // the database's clock less this one's, in seconds

    [[nodiscard]] std::int64_t quarantine_open() const;
    [[nodiscard]] std::int64_t quarantine_last_day() const;
};

// All but the ledger's sums, which cost its length. One small statement that writes nothing. Throws
// pg::Error.
[[nodiscard]] Figures read_figures(pg::Connection& connection, const std::string& feed,
                                   const util::Clock& clock);

// Reads them repeatedly: the ledger only from the batch where the last reading ended, and the share of
// unknown stems once an hour, since it reads the reports of a month.
class FiguresReader {
  public:
    // `clock` outlives it.
    FiguresReader(std::string feed, const util::Clock& clock);

    // With the ledger's sums. Throws pg::Error.
    [[nodiscard]] Figures read(pg::Connection& connection);

  private:
    void sum_ledger(pg::Connection& connection, std::int64_t batch);
    void read_unknown_stems(pg::Connection& connection);

    std::string feed_;
    const util::Clock* clock_;
    LedgerSums ledger_;
    std::optional<double> unknown_stems_;
    std::optional<util::WallTime> stems_read_at_;
};

} // namespace padchestd::operation
