#include "store/upsert.h"

namespace padchestd::store {

namespace {

// `a, b`
void append_list(std::string& sql, std::span<const std::string_view> names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) sql += ", ";
        sql += names[i];
    }
}

} // namespace

std::string upsert_statement(const UpsertTable& table) {
    std::string all;
    append_list(all, table.key);
    all += ", ";
    append_list(all, table.columns);
    std::string sql = "insert into " + std::string(table.name) + " as stored (" + all + ")\nselect " + all +
                      "\nfrom json_populate_recordset(null::" + std::string(table.name) +
                      ", $1::json)\norder by ";
    append_list(sql, table.key);
    sql += "\non conflict (";
    append_list(sql, table.key);
    sql += ") do update set ";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (i > 0) sql += ", ";
        sql += std::string(table.columns[i]) + " = excluded." + std::string(table.columns[i]);
    }
    return sql +
           "\nwhere (stored.content_hash, stored.source_generation, stored.source_offset)"
           " is distinct from (excluded.content_hash, excluded.source_generation, excluded.source_offset)";
}

} // namespace padchestd::store
