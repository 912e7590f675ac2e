#pragma once
// What an increment works on: the queued keys, and the encounters that follow from changed members. Read in
// parts: the program's memory does not depend on the length of the queues.

#include "pg/connection.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace padchestd::warehouse {

// Queued members of one dimension.
struct MembersOf {
    std::int64_t count = 0;
    pg::Param names = std::nullopt; // a text[] literal; NULL: too many to name, look at all of the dimension
};

struct Members {
    MembersOf patients, diagnoses, facilities;
};

[[nodiscard]] Members queued_members(pg::Connection& connection);

// Deletes what the transaction's snapshot sees of the queues.
void empty_queues(pg::Connection& connection);

// Encounters whose facts are replaced in one statement each: keys as text[] literals.
struct Part {
    std::size_t size;
    pg::Param encounters;
    pg::Param known; // those of them that have facts
    bool any_known;
};

// The encounters of the queues and of the queued members, as at its making: queues may be emptied and
// dimensions changed while they are read. Inside a transaction, one at a time.
class ChangedEncounters {
  public:
    // At most `at_once` encounters a part.
    ChangedEncounters(pg::Connection& connection, std::size_t at_once);

    // The next part, sorted; nothing at the end. What has facts is looked up at this call.
    [[nodiscard]] std::optional<Part> next();

    void rewind(); // to the first part
    void close();

  private:
    pg::Connection& connection_;
    std::size_t at_once_;
    std::optional<Part> only_; // the first part, where no other follows: it is not read twice
    bool at_start_ = true;
};

} // namespace padchestd::warehouse
