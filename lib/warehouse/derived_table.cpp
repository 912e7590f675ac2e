#include "warehouse/derived_table.h"

#include "warehouse/sql_text.h"

#include <optional>
#include <string>

namespace padchestd::warehouse {

namespace {

using ColumnNames = std::vector<std::string_view>;

ColumnNames columns_of(const DerivedTable& table) {
    ColumnNames all = table.key;
    all.insert(all.end(), table.values.begin(), table.values.end());
    return all;
}

std::string insert_into(const DerivedTable& table) {
    const ColumnNames columns = columns_of(table);
    return "insert into " + std::string(table.name) + " (" + list(columns) + ")\nselect " +
           list(columns, "n.") + "\nfrom (" + std::string(table.rows) + ") as n\n";
}

std::string in_key_order(const DerivedTable& table) {
    return "order by " + list(table.key, "n.") + "\n";
}

// The second test of the members is implied by the join; repeated, it lets the planner see how few rows
// there are.
std::string only_differences(const DerivedTable& table) {
    const std::string name(table.name);
    std::string sql = "left join " + name + " as o on " + equal(table.key, "o.", "n.");
    if (!table.member.empty())
        sql += " and ($1::text[] is null or o." + std::string(table.member) + " = any ($1))";
    sql += "\nwhere o." + std::string(table.key.front()) + " is null";
    if (!table.values.empty())
        sql += " or (" + list(table.values, "o.") + ") is distinct from (" + list(table.values, "n.") + ")";
    return sql + "\n";
}

std::string replace_on_conflict(const DerivedTable& table) {
    std::string sql = "on conflict (" + list(table.key) + ") do ";
    if (table.values.empty()) return sql + "nothing";
    return sql + "update set " + equal(table.values, "", "excluded.", ", ");
}

bool is_empty(pg::Connection& connection, const DerivedTable& table) {
    const std::string sql = "select not exists (select from " + std::string(table.name) + ")";
    return connection.query("look into the warehouse", sql).value().boolean();
}

} // namespace

std::int64_t write_rows(pg::Connection& connection, const DerivedTable& table, const pg::Param& members) {
    const std::string upsert =
        insert_into(table) + only_differences(table) + in_key_order(table) + replace_on_conflict(table);
    return connection.query("write " + std::string(table.name), upsert, {members}).affected();
}

std::int64_t drop_rows(pg::Connection& connection, const DerivedTable& table, const pg::Param& members) {
    if (table.drop.empty()) return 0;
    return connection.query("drop rows of " + std::string(table.name), table.drop, {members}).affected();
}

std::int64_t write_differences(pg::Connection& connection, const DerivedTable& table,
                               const pg::Param& members) {
    const std::int64_t written = write_rows(connection, table, members);
    return written + drop_rows(connection, table, members);
}

std::int64_t add_rows(pg::Connection& connection, const DerivedTable& table) {
    const std::string insert = insert_into(table) + in_key_order(table) + "on conflict do nothing";
    return connection.query("add to " + std::string(table.name), insert, {std::nullopt}).affected();
}

std::int64_t write_all(pg::Connection& connection, const DerivedTable& table) {
    if (!is_empty(connection, table)) return write_differences(connection, table, std::nullopt);
    const std::string insert = insert_into(table) + in_key_order(table);
    return connection.query("fill " + std::string(table.name), insert, {std::nullopt}).affected();
}

} // namespace padchestd::warehouse
