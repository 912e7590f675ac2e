#pragma once
// A table of counts by a few dimensions, as the page's filters sum it up. Not tied to any query: columns are
// the dimensions, the last one is the count. Bounded by its dimensions' values, never by the facts it counts.

#include "pg/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::dashboard {

// A count as it is published; none: withheld.
using Count = std::optional<std::int64_t>;

struct Dimension {
    std::string name;                // of the query's column: month, year, age, sex, diagnosis, studies, …
    bool number = false;             // its values are integers (year, studies): sorted and published as such
    std::vector<std::string> values; // distinct, sorted
};

struct Cell {
    std::vector<std::size_t> at; // one index into each dimension's values
    Count count;
};

struct Cube {
    std::vector<Dimension> dimensions;
    std::vector<Cell> cells; // in the order of the query; combinations that are not there count 0
};

// One cell a row. Throws std::logic_error where the last column is NULL or no number.
[[nodiscard]] Cube read_cube(const pg::Result& rows);

// The same counts summed over every dimension that `keep` does not name. A withheld count makes its sum
// withheld.
[[nodiscard]] Cube collapse(const Cube& cube, const std::vector<std::string_view>& keep);

// Adds `values` that dimension `name` lacks (with no cells: counts of 0), so that time has no gaps.
void widen(Cube& cube, std::string_view name, const std::vector<std::string>& values);

// privacy.small_cells: 0 stays, below `least` is withheld, the rest is rounded down to a multiple of it.
// Every count of the page goes through this, totals too: a withheld count between a total and its neighbours
// can then be anything below the bound (with rounding to the nearest multiple it could sometimes be told).
// `least` 0 or 1: as it is.
[[nodiscard]] Count publish(Count count, std::uint64_t least);
void publish(Cube& cube, std::uint64_t least);

} // namespace padchestd::dashboard
