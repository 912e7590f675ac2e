#pragma once
// The pool of patients in the warehouse: agg_patient (each one's number of studies, none included) and
// agg_studies (how many patients of each sex have how many).

#include "warehouse/aggregate.h"

#include <string>
#include <vector>

namespace padchestd::warehouse {

// Changes the studies of each patient by `deltas` (their key: the patient), and follows the dimension for
// `edited` ones, who may be new, gone, or of another sex. dim_patient is up to date. Returns the rows written
// or deleted.
std::int64_t adjust_pool(pg::Connection& connection, const Deltas& deltas,
                         const std::vector<std::string>& edited);

// Counts everything anew from the facts.
std::int64_t recount_pool(pg::Connection& connection);

} // namespace padchestd::warehouse
