#pragma once
// The feed's part of a cycle: from the checkpoint to the end of what is complete, batch by batch.

#include "ingest/batch_load.h"
#include "ingest/cycle.h"
#include "ingest/state_mirror.h"

#include <optional>
#include <stop_token>

namespace padchestd::ingest {

class FeedRun {
  public:
    // All outlive it. `report` is filled as the run goes, so that it is right when something throws.
    FeedRun(WriterSession& session, FeedSource& source, CircuitBreaker& breaker, StateMirror& mirror,
            const config::Settings& settings, const util::Clock& clock, const CycleHooks& hooks,
            CycleReport& report);

    // Follows the feed. Afterwards checkpoint() is what the database holds, if it holds one.
    void run(const std::stop_token& stop);

    [[nodiscard]] const std::optional<store::Checkpoint>& checkpoint() const { return checkpoint_; }

    // The last batch that was there already when this run wrote its first one: what is to be known of a
    // commit in doubt. 0: none.
    [[nodiscard]] std::int64_t found_batch() const { return found_batch_; }

  private:
    [[nodiscard]] bool may_write();
    [[nodiscard]] bool settle_generation();
    void open_generation(std::string_view reason);
    void read_checkpoint();
    [[nodiscard]] bool is_paused();
    void begin_first_load();
    void end_first_load();
    [[nodiscard]] bool load_next();
    void note_waiting(const feed::Batch& read);
    [[nodiscard]] bool begin_again();
    void pause(const BatchReport& batch, const PreparedBatch& prepared);
    void count(const PreparedBatch& prepared, const BatchReport& batch);

    WriterSession& session_;
    FeedSource& source_;
    CircuitBreaker& breaker_;
    StateMirror& mirror_;
    const config::Settings& settings_;
    const util::Clock& clock_;
    const CycleHooks& hooks_;
    CycleReport& report_;
    BatchLoad load_;
    std::optional<store::Checkpoint> checkpoint_;
    std::int64_t found_batch_ = 0;
    int replaced_ = 0;               // batches that were given up, since the file had changed meanwhile
    std::uint64_t first_offset_ = 0; // where this run began, for progress
};

} // namespace padchestd::ingest
