#pragma once
// Brings a fitted model into use: embeds every report by it beside the vectors in use, then puts the new ones
// in their place in one transaction. Ingestion goes on meanwhile. A kill at any point loses no more than a
// page of work: what was drafted is found again, and what was not switched is as it was.

#include "text_store/model_table.h"
#include "util/clock.h"

#include <cstdint>
#include <functional>

namespace padchestd::text_store {

using OnProgress = std::function<void(std::int64_t reports)>; // embedded so far

// Drafts the reports that have no draft of this model, or one of another content. Returns how many.
std::int64_t draft_all(pg::Connection& connection, const text::Model& model, const std::string& id,
                       const OnProgress& progress);

// Puts the drafts into ods.reports, queues encounters whose cluster changed for the warehouse, makes the
// model the one in use and the former one retired, empties the drafts: one transaction.
void switch_to(pg::Connection& connection, const std::string& id, const util::Clock& clock);

// Embeds the reports that were written while the switch ran, or without a model, and notes that the model is
// settled. Returns how many.
std::int64_t settle(pg::Connection& connection, const text::Model& model, const std::string& id,
                    const util::Clock& clock);

} // namespace padchestd::text_store
