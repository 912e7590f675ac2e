#pragma once
// The number of a result's column by its name, for the files of this layer only.

#include <string_view>

struct pg_result; // libpq's

namespace padchestd::pg {

// From 0. Throws std::logic_error where no column has this name, or two have it.
[[nodiscard]] int column_number(const pg_result* result, std::string_view name);

} // namespace padchestd::pg
