#pragma once
// Finds the row that a key or an index refuses, where the server's error does not name it.

#include "feed/position.h"
#include "pg/connection.h"

#include <optional>
#include <string_view>

namespace padchestd::store {

// Where the record of the first refused row of `relation` begins. Tries the object on an empty table of the
// same columns, to which the rows are added by halves; takes a copy of the table's time, and leaves nothing.
// `definition` is what follows the table in the object's statement: a foreign key, or an index from its
// `USING` on. Nothing where either is empty, where no single row is refused, or where the row is of no
// record. Inside a transaction.
[[nodiscard]] std::optional<feed::SourcePosition>
refused_record(pg::Connection& connection, std::string_view relation, std::string_view definition);

} // namespace padchestd::store
