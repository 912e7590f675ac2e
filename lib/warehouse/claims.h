#pragma once
// What an increment works on: the queued keys, claimed for one run, and the encounters that follow from
// changed members.

#include "pg/connection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace padchestd::warehouse {

using Names = std::vector<std::string>;

struct Members {
    Names patients, diagnoses, facilities; // sorted, each once
};

[[nodiscard]] pg::Param array(const Names& names); // a text[] literal

// Every queued member. `run` is a uuid.
[[nodiscard]] Members claim_members(pg::Connection& connection, const std::string& run);

// Up to `most` queued encounters that are not claimed yet: sorted, each once; fewer than `most` where there
// are no more.
[[nodiscard]] Names claim_encounters(pg::Connection& connection, const std::string& run, std::int64_t most);

// Encounters that follow from changed members: a patient who moved, was born on another day or is of another
// sex moves all of his; a diagnosis that changed its kind those that carry it. dim_diagnosis is as it was.
// `encounters` stays sorted, each once.
void append_encounters_of(pg::Connection& connection, const Members& members, Names& encounters);

// Those of the encounters (an array) that have facts.
[[nodiscard]] Names with_facts(pg::Connection& connection, const pg::Param& encounters);

// Deletes what was claimed.
void forget_claimed(pg::Connection& connection, const std::string& run);

} // namespace padchestd::warehouse
