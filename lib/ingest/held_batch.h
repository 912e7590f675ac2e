#pragma once
// Words for a batch that the circuit breaker held back: what it holds against it, how often, and where first.

#include "ingest/circuit_breaker.h"
#include "ingest/prepared_batch.h"
#include "store/pause.h"
#include "store/study_load.h"

namespace padchestd::ingest {

// `history` is the feed before the batch; `result` what its records came to. Without `hash` and `until`.
[[nodiscard]] store::Pause describe_held(const Verdict& verdict, const store::FeedProfile& history,
                                         const PreparedBatch& batch, const store::LoadResult& result);

} // namespace padchestd::ingest
