#pragma once
// The feed's part of a cycle: from the checkpoint to the end of what is complete, batch by batch.

#include "ingest/batch_ahead.h"
#include "ingest/batch_load.h"
#include "ingest/feed_report.h"
#include "ingest/feed_state.h"
#include "store/pause.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace padchestd::ingest {

class FeedRun {
  public:
    // All outlive it. For one call of run().
    FeedRun(FeedState& feed, WriterSession& session, const config::Settings& settings,
            const util::Clock& clock)
        : feed_(feed)
        , session_(session)
        , settings_(settings)
        , clock_(clock)
        , load_(session, *feed.source, settings, clock) {
        feed.source->use_hash_key(session.hash_key());
    }

    // Follows the feed. `on_progress` and `on_work` (before the first batch is written) may be empty. Throws
    // nothing but defects.
    [[nodiscard]] FeedReport run(const std::stop_token& stop,
                                 const std::function<void(const Progress&)>& on_progress,
                                 const std::function<void()>& on_work = {});

  private:
    void follow_with_pool(const std::stop_token& stop,
                          const std::function<void(const Progress&)>& on_progress);
    void follow(const std::stop_token& stop, const std::function<void(const Progress&)>& on_progress);
    void end(FeedEnd end, util::Problem problem);
    [[nodiscard]] bool may_write();
    [[nodiscard]] bool open();
    void note_all_read();
    void look_for_disorder();
    [[nodiscard]] bool settle_generation();
    void open_generation(feed::Continuity reason);
    [[nodiscard]] bool begin_next_file();
    void read_checkpoint();
    [[nodiscard]] bool is_paused();
    void check_word();
    [[nodiscard]] bool was_mended() const;
    void begin_first_load();
    [[nodiscard]] std::unique_ptr<warehouse::ReportsBeside> reports_beside() const;
    void begin_catch_up(const PreparedBatch& next);
    void end_first_load();
    [[nodiscard]] bool load_next(BatchAhead& ahead);
    void note(const feed::Batch& read);
    [[nodiscard]] bool begin_again();
    [[nodiscard]] bool start_over();
    void pause(const BatchReport& batch, const PreparedBatch& prepared);
    void hold(store::Pause pause, const PreparedBatch& prepared, std::size_t rejected);
    void count(const PreparedBatch& prepared, const BatchReport& batch);
    [[nodiscard]] Progress progress() const;
    [[nodiscard]] std::uint64_t bytes_ahead() const;
    [[nodiscard]] std::uint64_t backlog_of_file() const;

    FeedState& feed_;
    WriterSession& session_;
    const config::Settings& settings_;
    const util::Clock& clock_;
    BatchLoad load_;
    FeedReport report_;
    std::optional<store::Checkpoint> checkpoint_;
    std::function<void()> on_work_; // empty: called already, or nobody asks
    bool catch_up_tried_ = false;   // begun or refused: once a run
    int replaced_ = 0;              // batches that were given up, since the file had changed meanwhile
};

} // namespace padchestd::ingest
