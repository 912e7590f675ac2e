#pragma once
// What the analytics views should hold, counted from the rows of ods by a program of its own: no SQL but
// plain reads of tables, no code of lib/warehouse.

#include "pg/connection.h"

#include <map>
#include <string>
#include <vector>

namespace padchestd::tests {

// By view: its rows, each as `column|column|…` with NULL as empty, sorted.
using ViewRows = std::map<std::string, std::vector<std::string>>;

[[nodiscard]] ViewRows recount_views(pg::Connection& connection);

// The same, read from the views.
[[nodiscard]] ViewRows read_views(pg::Connection& connection);

} // namespace padchestd::tests
