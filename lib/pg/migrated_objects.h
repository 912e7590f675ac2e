#pragma once
// What migrations made and what is still there: the tables and views that their text creates.

#include "pg/connection.h"

#include <string>
#include <string_view>
#include <vector>

namespace padchestd::pg {

// The tables and views that a migration creates, with their schema, in its order. Reads lines that begin with
// `create table` or `create view`; what is made otherwise (a column, an index) is not seen.
[[nodiscard]] std::vector<std::string> objects_of(std::string_view sql);

// Those of `names` that are not in the database.
[[nodiscard]] std::vector<std::string> missing_of(Connection& connection,
                                                  const std::vector<std::string>& names);

} // namespace padchestd::pg
