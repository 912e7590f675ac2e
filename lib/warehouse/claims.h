#pragma once
// What an increment works on: the queued keys, and the encounters that follow from changed members. A claim
// deletes what the transaction's snapshot sees of a queue; what does not commit gives it back.

#include "pg/connection.h"

#include <span>
#include <string>
#include <vector>

namespace padchestd::warehouse {

using Names = std::vector<std::string>;

struct Members {
    Names patients, diagnoses, facilities; // sorted, each once
};

[[nodiscard]] pg::Param array(std::span<const std::string> names); // a text[] literal

// Every queued member, and every queued encounter (sorted, each once; some tens of bytes of memory each).
[[nodiscard]] Members claim_members(pg::Connection& connection);
[[nodiscard]] Names claim_encounters(pg::Connection& connection);

// Encounters that follow from changed members: a patient who moved, was born on another day or is of another
// sex moves all of his; a diagnosis that changed its kind those that carry it. dim_diagnosis is as it was.
// `encounters` stays sorted, each once.
void append_encounters_of(pg::Connection& connection, const Members& members, Names& encounters);

// Those of the encounters (an array) that have facts.
[[nodiscard]] Names with_facts(pg::Connection& connection, const pg::Param& encounters);

} // namespace padchestd::warehouse
