#pragma once
// What the page shows, as one JSON document: figures, cubes, and the stamp that shows how far they can be
// trusted. Reads aggregates and the daemon's own books only, so that neither its size nor its time follows
// the facts. The page's side of it is web/src/model.js and main.js.

#include "dashboard/writer.h"

#include <string>

namespace padchestd::dashboard {

// The model of one snapshot, with no '<' in it, fit for an HTML script element. `connection` is
// outside a transaction. Throws pg::Error.
[[nodiscard]] std::string model_json(pg::Connection& connection, const Options& options,
                                     const util::Clock& clock);

} // namespace padchestd::dashboard
