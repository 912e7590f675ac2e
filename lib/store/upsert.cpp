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

// `a = source.a, b = source.b`
void append_assignments(std::string& sql, std::span<const std::string_view> names, std::string_view source) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) sql += ", ";
        sql += std::string(names[i]) + " = " + std::string(source) + "." + std::string(names[i]);
    }
}

} // namespace

std::string update_statement(const UpsertTable& table) {
    std::string sql = "update " + std::string(table.name) + " as stored set ";
    append_assignments(sql, table.columns, "changed");
    sql +=
        "\nfrom json_populate_recordset(null::" + std::string(table.name) + ", $1::json) as changed\nwhere ";
    for (std::size_t i = 0; i < table.key.size(); ++i) {
        if (i > 0) sql += " and ";
        sql += "stored." + std::string(table.key[i]) + " = changed." + std::string(table.key[i]);
    }
    return sql;
}

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
    append_assignments(sql, table.columns, "excluded");
    return sql +
           "\nwhere (stored.content_hash, stored.source_generation, stored.source_offset)"
           " is distinct from (excluded.content_hash, excluded.source_generation, excluded.source_offset)";
}

} // namespace padchestd::store
