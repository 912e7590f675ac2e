#pragma once
// One batch in one transaction: checkpoint first, then rows, quarantine, changed keys and ledger; all of it
// or nothing.

#include "ingest/circuit_breaker.h"
#include "ingest/prepared_batch.h"
#include "ingest/writer_session.h"
#include "store/study_load.h"
#include "util/clock.h"

namespace padchestd::ingest {

enum class BatchEnd {
    committed,
    overtaken, // another writer moved the checkpoint: nothing was written
    replaced,  // the feed no longer holds what was read from it: nothing was written
    tripped,   // the circuit breaker: nothing was written, and the caller pauses the feed
};

struct BatchReport {
    BatchEnd end = BatchEnd::committed;
    store::Checkpoint checkpoint; // after it; as before where nothing was written
    store::LoadResult result;     // rejects of the transformation included
    BatchTally tally;
    Verdict verdict; // the breaker's, where it tripped
};

class BatchLoad {
  public:
    // All outlive it.
    BatchLoad(WriterSession& session, FeedSource& source, const config::Settings& settings,
              const util::Clock& clock)
        : session_(session)
        , source_(source)
        , settings_(settings)
        , clock_(clock) {}

    // Throws pg::Error, pg::CommitInDoubt, pg::Interrupted, pg::ForeignHistory (a newer program has migrated
    // the database).
    [[nodiscard]] BatchReport run(const store::Checkpoint& from, const PreparedBatch& batch,
                                  const CircuitBreaker& breaker);

  private:
    [[nodiscard]] store::Checkpoint target(const store::Checkpoint& from, const PreparedBatch& batch) const;
    enum class References { as_known, read_again };
    [[nodiscard]] BatchReport attempt(const store::Checkpoint& from, const PreparedBatch& batch,
                                      const CircuitBreaker& breaker, References references);
    [[nodiscard]] store::LoadResult load(const store::Checkpoint& to, const PreparedBatch& batch,
                                         References references);
    void keep_books(const store::Checkpoint& from, const store::Checkpoint& to, const PreparedBatch& batch,
                    const store::LoadResult& result, const std::string& started_at);

    WriterSession& session_;
    FeedSource& source_;
    const config::Settings& settings_;
    const util::Clock& clock_;
};

} // namespace padchestd::ingest
