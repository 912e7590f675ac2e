#pragma once
// The next batch, read and transformed on a thread of its own while the one before it is written: then the
// program and the server work at the same time.

#include "ingest/prepared_batch.h"

#include <future>
#include <optional>

namespace padchestd::ingest {

class BatchAhead {
  public:
    // `source` outlives it. Nothing is begun yet.
    explicit BatchAhead(FeedSource& source)
        : source_(source) {}
    ~BatchAhead() { drop(); }
    BatchAhead(const BatchAhead&) = delete;
    BatchAhead& operator=(const BatchAhead&) = delete;

    // Begins with the batch after `batch`, which was read from `checkpoint`, where that is worth a thread:
    // more is there, and the file can be read by two threads. Until take() or drop() the caller leaves the
    // source's reader alone, and asks of its tailer only what is const.
    void begin(const PreparedBatch& batch, const store::Checkpoint& checkpoint, const util::Clock& clock);

    // The batch that was begun, if it starts at `checkpoint`. Nothing where none was begun, it could not be
    // read, or ends at a hole: the caller then reads for itself, and meets the same. `batch` of begin() has
    // ended, the result ends with the second take() after this one.
    [[nodiscard]] std::optional<PreparedBatch> take(const store::Checkpoint& checkpoint);

    // Waits for the thread and forgets its batch.
    void drop();

  private:
    FeedSource& source_;
    std::future<PreparedBatch> next_;
    std::int32_t generation_ = 0;
};

} // namespace padchestd::ingest
