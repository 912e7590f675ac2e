#pragma once
// Encounters that precede their patient's birth. A batch makes none (store/study_fold.h), and `patient
// correct` refuses to; they come from an older program or from changes by hand.

#include "feed/position.h"
#include "pg/connection.h"

#include <optional>
#include <string>
#include <string_view>

namespace padchestd::store {

struct EarlyEncounters {
    std::int64_t count = 0;
    std::optional<feed::SourcePosition> first; // the record of the first in feed order
};

[[nodiscard]] EarlyEncounters find_early_encounters(pg::Connection& connection);

// "3 encounters precede their patient's birth, the first at byte … of generation …".
[[nodiscard]] std::string problem(const EarlyEncounters& early);

// Draws another patient for each, for its present date, as a batch does when a record moves the date; queues
// them for the warehouse. An encounter for which no patient is born keeps its own. Returns how many were
// changed. In a transaction of its own; writes nothing where no encounter is early.
std::int64_t redraw_early_encounters(pg::Connection& connection, std::string_view at);

} // namespace padchestd::store
