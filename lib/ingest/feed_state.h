#pragma once
// What is kept of a feed from one cycle to the next, while the daemon runs.

#include "ingest/circuit_breaker.h"
#include "ingest/feed_source.h"
#include "ingest/state_mirror.h"

#include <memory>

namespace padchestd::ingest {

struct FeedState {
    // `mapping` outlives it.
    FeedState(const config::Settings& settings, const clinical::Mapping& mapping)
        : source(std::make_unique<FeedSource>(settings, mapping))
        , breaker(settings.ingest)
        , mirror(settings) {}

    // Replaces what the change of the settings concerns, and nothing else.
    void configure(const config::Settings& old, const config::Settings& now,
                   const clinical::Mapping& mapping) {
        const bool same_feed = now.feed == old.feed && now.postgres.conninfo == old.postgres.conninfo;
        if (!same_feed || now.ingest != old.ingest) {
            source = std::make_unique<FeedSource>(now, mapping);
            breaker = CircuitBreaker(now.ingest);
        }
        if (!same_feed || now.state != old.state) mirror = StateMirror(now);
    }

    std::unique_ptr<FeedSource> source; // never empty
    CircuitBreaker breaker;
    StateMirror mirror;
    // Of a series: the generation at whose end a run waited for the end of a first load. 0: none.
    std::int32_t first_load_waited = 0;
};

} // namespace padchestd::ingest
