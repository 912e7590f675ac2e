#pragma once
// Catching up: a long backlog for a store that holds rows already. Its foreign keys are away meanwhile; each
// batch checks as a set that what its rows point at is there, and triggers keep it there. Indexes and primary
// keys stay (docs/decisions/018). What is away is noted in ingest.deferred_objects, as in a first load, and
// end_first_load() builds it.

#include "store/first_load.h"
#include "store/study_fold.h"

#include <span>
#include <string_view>

namespace padchestd::store {

// Takes the foreign keys away, in a transaction of its own, if the checkpoint is at `expected`. not_due: keys
// are away already, the `backlog`, in bytes, is small beside the store, all of which is checked at the end,
// or most of `next`, the first records of the backlog, are there already. Not on a cluster, which has no
// triggers. Waits for others for two seconds at most.
[[nodiscard]] FirstLoad begin_catch_up(pg::Connection& connection, std::string_view feed,
                                       const Checkpoint& expected, std::uint64_t backlog,
                                       std::span<const clinical::StudyRecord> next = {});

// In a batch's transaction, under the lock of lock_studies(), after its rows were written: throws pg::Error
// as a foreign key would where patient, facility, diagnosis or localization of a row is not there. Encounters
// need no check: the batch has looked them up, or written them.
void check_references(pg::Connection& connection, std::span<const EncounterWrite> encounters,
                      std::span<const FindingWrite> findings, std::string_view facility_id);

// Drops the triggers, where no foreign key is away any more. False: somebody reads one of the tables for
// longer than two seconds. In a transaction of its own.
[[nodiscard]] bool drop_guards(pg::Connection& connection);

} // namespace padchestd::store
