#pragma once
// Takes keys and indexes away that are built later: what a first load and catching up have in common.

#include "store/checkpoint.h"

namespace padchestd::store {

enum class PutOff {
    done,
    nothing,  // there is nothing to take away
    not_here, // somebody reads or writes one of the tables, or another daemon has read on
};

struct PutOffSteps {
    std::string_view commit, done; // names of util::step()
};

// In a transaction of its own, if the checkpoint is at `expected`. `notes` is a query that notes in
// ingest.deferred_objects what goes, and returns the statements for that (`take`). Waits for others two
// seconds at most.
[[nodiscard]] PutOff put_off(pg::Connection& connection, std::string_view feed, const Checkpoint& expected,
                             std::string_view notes, const pg::Params& parameters, PutOffSteps steps);

} // namespace padchestd::store
