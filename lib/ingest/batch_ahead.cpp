#include "ingest/batch_ahead.h"

#include "util/failure.h"

namespace padchestd::ingest {

namespace {

// A shorter batch is prepared in a few milliseconds.
constexpr std::size_t kLeastRecords = 500;

} // namespace

void BatchAhead::begin(const PreparedBatch& batch, const store::Checkpoint& checkpoint,
                       const util::Clock& clock) {
    if (!batch.read.more || batch.read.records.size() < kLeastRecords ||
        !source_.tailer().source().is_for_two_threads())
        return;
    generation_ = checkpoint.generation;
    const auto begin = batch.read.end;
    const auto how = source_.how_to_read(checkpoint, clock);
    next_ = std::async(std::launch::async, [this, begin, how] {
        return prepare(source_, source_.read_ahead(begin, how), generation_);
    });
}

std::optional<PreparedBatch> BatchAhead::take(const store::Checkpoint& checkpoint) {
    if (!next_.valid()) return std::nullopt;
    try {
        PreparedBatch batch = next_.get();
        const bool follows = batch.read.start.byte_offset == source_.start_of(checkpoint).byte_offset &&
                             generation_ == checkpoint.generation && !batch.read.records.empty() &&
                             batch.read.waiting != feed::Waiting::hole;
        if (follows) return batch;
    } catch (const util::Failure&) { // NOLINT(bugprone-empty-catch): the caller's own read meets it again
    }
    return std::nullopt;
}

void BatchAhead::drop() {
    if (next_.valid()) next_.wait();
    next_ = {};
}

} // namespace padchestd::ingest
