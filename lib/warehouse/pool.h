#pragma once
// The pool of patients in the warehouse: agg_patient (each one's number of studies, none included) and
// agg_studies (how many patients of each sex have how many).

#include "warehouse/aggregate.h"

namespace padchestd::warehouse {

// Queued patients, who may be new, gone, or of another sex: adjust_pool() looks at them whether their studies
// changed or not. The table of differences is open, and the queue not yet emptied.
void note_edited_patients(pg::Connection& connection);

// Changes the studies of each patient by the differences, and follows the dimension for edited ones.
// dim_patient is up to date. Returns the rows written or deleted.
std::int64_t adjust_pool(pg::Connection& connection);

// Counts everything again from the facts.
std::int64_t recount_pool(pg::Connection& connection);

} // namespace padchestd::warehouse
