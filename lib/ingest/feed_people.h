#pragma once
// Reads a feed again from its beginning, for the source patients of its studies: to choose patients again, or
// to count how many are needed. Writes nothing.

#include "clinical/patient_draw.h"
#include "config/settings.h"
#include "ingest/feed_source.h"
#include "store/patient_choice.h"

#include <cstdint>
#include <functional>

namespace padchestd::ingest {

// Calls `visit` with the study of each accepted record that begins before byte `until`, in feed order.
// `source` is open. Ends the views of what was read from it before.
void visit_studies(FeedSource& source, std::int32_t generation, std::uint64_t until,
                   const std::function<void(const clinical::StudyRecord&)>& visit);

// The least patients.count, to within a hundredth, with which the draw by patient finds everybody in the feed
// a patient of the pool that is made from patients.seed. `draw`: of the database, for its keys. 0: the feed
// is not there.
[[nodiscard]] std::uint64_t needed_patients(const config::Settings& settings,
                                            const clinical::Mapping& mapping,
                                            const clinical::PatientDraw& draw);

// `failure`, with the number of patients that the feed needs.
[[nodiscard]] util::Failure too_small(const store::PoolTooSmall& failure, const config::Settings& settings,
                                      const clinical::Mapping& mapping, const clinical::PatientDraw& draw);

} // namespace padchestd::ingest
