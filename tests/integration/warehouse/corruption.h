#pragma once
// A wrong value in a row of the warehouse.

#include "pg/connection.h"

#include <string>

namespace padchestd::tests {

// UPDATE of one row of the table, which gives its last column another value.
inline std::string corruption(pg::Connection& connection, const std::string& table) {
    const auto last = connection.query("find the last column",
                                       "select column_name, data_type from information_schema.columns"
                                       " where table_schema = 'dwh' and table_name = $1"
                                       " order by ordinal_position desc limit 1",
                                       {table});
    const std::string column = last.only()["column_name"].string();
    const std::string type = last.only()["data_type"].string();
    const std::string changed = type == "boolean" ? "not " + column
                                : type == "ARRAY" ? "array_append(" + column + ", 'zzz')"
                                : type == "text"  ? column + " || 'zzz'"
                                                  : column + " + 1";
    return "update dwh." + table + " set " + column + " = " + changed +
           " where ctid = (select min(ctid) from dwh." + table + ")";
}

} // namespace padchestd::tests
