#pragma once
// The columns of ods.procedures that a feed gives, beside the keys: which there are is each format's own
// table (Mapping::image_columns()). COPY, look-up, upsert, JSON and content hash take them from there.

#include <string_view>

namespace padchestd::clinical {

struct ImageColumn {
    std::string_view column;   // of ods.procedures
    std::string_view sql_type; // as Postgres' format_type() gives it
    std::string_view unit;     // spelled out; empty: none
    std::string_view doc;      // the column's comment in the database, and so its line of the data dictionary
};

// A format has no more columns than this. A procedure keeps its values in place.
inline constexpr std::size_t kMostImageColumns = 24;

} // namespace padchestd::clinical
