#include "operation/reread_ahead.h"

#include <utility>

namespace padchestd::operation {

namespace {

constexpr std::uint64_t kLeastBytes = 1'048'576; // less is read again in a few milliseconds
// The server sorts its rows meanwhile.
constexpr std::uint64_t kMostBytes = std::uint64_t{24} * 1'048'576;

} // namespace

RereadAhead::RereadAhead(FeedReread& reread, std::uint64_t bytes)
    : reread_(reread)
    , policy_(bytes < kLeastBytes ? std::launch::deferred : std::launch::async) {}

bool RereadAhead::has_room() const {
    return bytes_ < kMostBytes;
}

void RereadAhead::begin(const LedgerBatch& batch, QuarantinedSpans quarantined) {
    bytes_ += batch.end - batch.start;
    std::promise<void> end;
    auto before = std::exchange(last_end_, end.get_future().share());
    RereadBatch spent;
    if (!spent_.empty()) {
        spent = std::move(spent_.back());
        spent_.pop_back();
    }
    batches_.push_back(std::async(policy_, [&reread = reread_, batch, quarantined = std::move(quarantined),
                                            before = std::move(before), end = std::move(end),
                                            spent = std::move(spent)]() mutable {
        if (before.valid()) before.wait(); // the reader is for one thread at a time
        const std::promise<void> until_return = std::move(end);
        return reread.read(batch, quarantined, std::move(spent));
    }));
}

RereadBatch RereadAhead::take() {
    auto first = std::move(batches_.front());
    batches_.pop_front();
    RereadBatch batch = first.get();
    bytes_ -= batch.batch.end - batch.batch.start;
    return batch;
}

} // namespace padchestd::operation
