#pragma once
// What keeps the report vectors right beside the ingestion: fits a model when it is time, brings it into use,
// embeds what was missed, builds the index. Each call goes on from where a former one was cut off.

#include "pg/connection.h"
#include "text/parameters.h"
#include "text_store/reembedding.h"
#include "util/clock.h"

#include <cstdint>
#include <stop_token>
#include <string>

namespace padchestd::text_store {

struct Upkeep {
    bool fitted = false;       // a model was fitted
    bool switched = false;     // a model came into use
    std::string model;         // the one in use afterwards; empty: none
    std::int64_t embedded = 0; // reports embedded for the switch
    std::int64_t settled = 0;  // reports that were caught up
    bool indexed = false;      // a vector index was built
    bool busy = false;         // another program is at it: nothing was done
    std::int64_t fit_ms = 0;   // of the fit alone
    std::int64_t duration_ms = 0;
};

struct UpkeepOptions {
    text::Parameters parameters;
    std::int64_t least_reports = 500; // no model is fitted by itself on fewer; 0: never
    bool force_fit = false;           // fit now, whatever there is
    bool index = true;                // false: the vector index is left for a later call
    std::string verified; // a model that an earlier call gave: its checksum is not looked at again
    OnProgress progress;
};

// Whether a fit is due: there is no model, it is damaged or of another method, or the reports have doubled
// since.
[[nodiscard]] bool fit_is_due(pg::Connection& connection, const UpkeepOptions& options);

// Blocks for seconds to minutes. `connection` is outside a transaction. Throws util::Failure, pg::Error,
// text::Stopped.
Upkeep keep_up(pg::Connection& connection, const UpkeepOptions& options, const util::Clock& clock,
               const std::stop_token& stop = {});

} // namespace padchestd::text_store
