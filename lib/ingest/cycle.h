#pragma once
// One cycle: the one place where feed, clinical, store, warehouse and dashboard meet. Blocking; runs on the
// daemon's worker thread, or once for `ingest --once`.

#include "clinical/mapping.h"
#include "config/settings.h"
#include "ingest/backoff.h"
#include "ingest/commit_doubt.h"
#include "ingest/cycle_log.h"
#include "ingest/cycle_report.h"
#include "ingest/feed_run.h"
#include "ingest/proof_watch.h"
#include "ingest/quality_watch.h"
#include "ingest/wait_watch.h"
#include "util/clock.h"
#include "warehouse/refresh.h"
#include "warehouse/report_tables.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace padchestd::ingest {

struct CycleHooks {
    std::function<void()> on_wait; // about every 200 ms while the database works: feeds the watchdog
    std::function<void(const Progress&)> on_progress;
    // At the end of each cycle, on its thread. Gets the session while there is one, else nullptr. Throws
    // nothing.
    std::function<void(const CycleReport&, pg::Connection*)> on_end;
    // Once in a cycle, on its thread, before it writes its first row of the feed. Throws nothing.
    std::function<void()> on_work = {};
};

class Cycle {
  public:
    // `mappings` and `clock` outlive it. Opens nothing. Throws util::Failure (config) where no mapping is of
    // feed.format, as configure() does.
    Cycle(config::Settings settings, const clinical::Mappings& mappings, const util::Clock& clock,
          CycleHooks hooks);

    // Connects where there is no session, migrates and seeds an empty database, follows the feed to its
    // end in batches, writes the state file after each, refreshes the warehouse, checks the data where
    // that is due, rewrites the dashboard. After a stop this object cannot run again. Every failure comes
    // back in the report; only a defect of the program throws. Logs one summary line (event cycle_done),
    // and a line at each change of state.
    [[nodiscard]] CycleReport run(const std::stop_token& stop);

    // New settings from the next run on (HUP). What they do not change is kept: the session with the writer's
    // lock, the open feed, breaker, backoff, and a commit in doubt.
    void configure(config::Settings settings);

  private:
    // Why a part of the work ended early.
    struct Trouble {
        util::Problem problem;
        bool stopped; // the program was asked to stop while it waited for the database
    };
    struct FirstLoadOutcome {
        bool feed_restarts = false;           // from its start, with all keys in place
        std::optional<util::Problem> problem; // the first load is still open
        std::int64_t refreshed = 0;           // encounters of the first warehouse
    };
    struct FirstWarehouse {
        std::int64_t encounters = 0;
        int objects = 0; // keys and indexes that were built beside it
    };

    template<typename Work>
    static std::optional<Trouble> attempt(Work work);
    [[nodiscard]] CycleReport work(const std::stop_token& stop);
    [[nodiscard]] CycleReport failed(CycleReport report, const Trouble& trouble);
    void connect(const std::stop_token& stop);
    [[nodiscard]] FeedReport follow_feed(const std::stop_token& stop);
    [[nodiscard]] CycleReport watch(CycleReport report, const FeedReport& feed);
    [[nodiscard]] std::optional<util::Problem> settle_state_file();
    [[nodiscard]] FirstWarehouse build_first_warehouse(warehouse::ReportRows report_rows);
    [[nodiscard]] FirstLoadOutcome end_first_load();
    [[nodiscard]] CycleReport keep_up(CycleReport report);
    [[nodiscard]] std::int64_t refresh();
    void note(const warehouse::RefreshResult& result);
    void check_quality();
    void prove_warehouse(bool busy);
    [[nodiscard]] std::optional<util::Problem> write_dashboard();
    void expire();

    config::Settings settings_;
    const clinical::Mappings& mappings_;
    const clinical::Mapping* mapping_; // of feed.format
    const util::Clock& clock_;
    CycleHooks hooks_;
    CycleLog log_;
    PhaseDurations phases_; // of the running cycle
    FeedState feed_;
    WaitWatch watch_;
    QualityWatch quality_;
    ProofWatch proof_;
    Backoff backoff_;
    std::unique_ptr<WriterSession> session_;
    bool work_begun_ = false;   // the running cycle has called on_work
    bool was_ready_ = false;    // this daemon has had a database that it could serve
    std::stop_source stopping_; // what every connection listens to: a run's token is passed on to it
    std::optional<store::Checkpoint> checkpoint_; // as of the last look
    CommitDoubt doubt_;
    bool page_is_old_ = true;      // at the first cycle too: the last daemon may have been cut short
    std::int64_t quality_run_ = 0; // the latest quality run that was read; the page shows it
    std::optional<util::SteadyTime> last_expiry_;
};

} // namespace padchestd::ingest
