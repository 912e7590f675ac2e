#include "store/upsert.h"

namespace padchestd::store {

namespace {

// `a, b`
std::string list(const UpsertTable& table, bool only_key) {
    std::string names;
    for (const UpsertColumn& column : table.columns) {
        if (only_key && column.on_change != OnChange::is_key) continue;
        names += (names.empty() ? "" : ", ") + std::string(column.name);
    }
    return names;
}

std::string rows_of(const UpsertTable& table) {
    return "json_populate_recordset(null::" + std::string(table.name) + ", $1::json)";
}

// `a = excluded.a, b = …`; empty parts are left out.
template<typename Value>
std::string assignments(const UpsertTable& table, Value value) {
    std::string sql;
    for (const UpsertColumn& column : table.columns) {
        const std::string given = value(column);
        if (!given.empty()) sql += (sql.empty() ? "" : ", ") + std::string(column.name) + " = " + given;
    }
    return sql;
}

} // namespace

std::string copy_target(const UpsertTable& table) {
    return std::string(table.name) + " (" + list(table, false) + ")";
}

std::string update_statement(const UpsertTable& table) {
    std::string same_key;
    for (const UpsertColumn& column : table.columns) {
        if (column.on_change != OnChange::is_key) continue;
        if (!same_key.empty()) same_key += " and ";
        same_key.append("stored.").append(column.name).append(" = changed.").append(column.name);
    }
    const auto value = [&](const UpsertColumn& column) -> std::string {
        const std::string name(column.name);
        if (column.on_change == OnChange::replaced) return "changed." + name;
        if (column.on_change == OnChange::kept_unless_taken)
            return "case when " + std::string(table.taken) + " then changed." + name + " else stored." +
                   name + " end";
        if (column.on_change == OnChange::kept_unless_given)
            return "coalesce(changed." + name + ", stored." + name + ")";
        return "";
    };
    return "update " + std::string(table.name) + " as stored\nset " + assignments(table, value) + "\nfrom " +
           rows_of(table) + " as changed\nwhere " + same_key;
}

std::string upsert_statement(const UpsertTable& table) {
    const auto value = [&](const UpsertColumn& column) -> std::string {
        const std::string name(column.name);
        if (column.on_change == OnChange::replaced) return "excluded." + name;
        if (column.on_change == OnChange::replaced_when)
            return "case when " + std::string(table.replaced_when) + " then excluded." + name +
                   " else stored." + name + " end";
        return "";
    };
    const std::string all = list(table, false);
    const std::string key = list(table, true);
    const std::string owner(table.owner);
    return "insert into " + std::string(table.name) + " as stored (" + all + ")\nselect " + all + "\nfrom " +
           rows_of(table) + "\norder by " + key + "\non conflict (" + key + ") do update\nset " +
           assignments(table, value) + "\nwhere " +
           (owner.empty() ? "" : "stored." + owner + " = excluded." + owner + " and ") +
           "(stored.content_hash, stored.source_generation, stored.source_offset)"
           " is distinct from (excluded.content_hash, excluded.source_generation, excluded.source_offset)";
}

} // namespace padchestd::store
