#include "warehouse/aggregate.h"

#include "warehouse/sql.h"
#include "warehouse/sql_text.h"

#include <optional>

namespace padchestd::warehouse {

namespace {

// `key[1]::date as month, key[2]::text as sex`
std::string key_columns(const Aggregate& aggregate) {
    std::string text;
    for (std::size_t i = 0; i < aggregate.key.size(); ++i) {
        text += "key[" + std::to_string(i + 1) + "]::" + std::string(aggregate.types[i]) + " as " +
                std::string(aggregate.key[i]) + ", ";
    }
    return text;
}

// `month::text, sex::text`
std::string keys_as_text(const Aggregate& aggregate) {
    std::string text;
    for (const std::string_view column : aggregate.key)
        text += (text.empty() ? "" : ", ") + std::string(column) + "::text";
    return text;
}

} // namespace

void open_differences(pg::Connection& connection) {
    connection.script("make the table of differences", sql::open_differences);
}

void close_differences(pg::Connection& connection) {
    connection.script("drop the table of differences", "drop table pg_temp.refresh_difference");
}

void add_contributions(pg::Connection& connection, const Aggregate& aggregate, const pg::Param& members,
                       int sign) {
    const std::string insert =
        "insert into pg_temp.refresh_difference (aggregate, key, counted)\nselect $2, array[" +
        keys_as_text(aggregate) + "], $3::bigint * counted\nfrom (" + std::string(aggregate.contributions) +
        ") as c(" + list(aggregate.key) + ", counted)";
    connection.query("count the changed encounters", insert, {members, aggregate.name, sign});
}

std::int64_t apply(pg::Connection& connection, const Aggregate& aggregate) {
    const std::string name(aggregate.name);
    const std::string count(aggregate.count);
    const std::string same_group = equal(aggregate.key, "a.", "d.");
    const std::string sum = "a." + count + " + d.counted";
    // Not ON CONFLICT: a difference below zero would be refused before its group is found.
    const std::string adjust =
        "with d as materialized (\n    select " + key_columns(aggregate) +
        "sum(counted)::bigint as counted\n    from pg_temp.refresh_difference where aggregate = $1 group by "
        "key having sum(counted) <> 0\n), gone as (\n    delete from " +
        name + " as a using d where " + same_group + " and " + sum +
        " = 0 returning 1\n), changed as (\n    update " + name + " as a set " + count + " = " + sum +
        " from d where " + same_group + " and " + sum + " <> 0 returning 1\n), added as (\n    insert into " +
        name + " (" + list(aggregate.key) + ", " + count + ") select " + list(aggregate.key, "d.") +
        ", d.counted from d left join " + name + " as a on " + same_group + " where a." + count +
        " is null order by " + list(aggregate.key, "d.") +
        " returning 1\n)\nselect (select count(*) from gone) + (select count(*) from changed) + (select "
        "count(*) from added)";
    return connection.query("adjust " + name, adjust, {aggregate.name}).value().integer();
}

std::int64_t recount(pg::Connection& connection, const Aggregate& aggregate) {
    return recount(connection, aggregate, aggregate.contributions);
}

std::int64_t recount(pg::Connection& connection, const Aggregate& aggregate, std::string_view contributions) {
    const std::string name(aggregate.name);
    const std::string attempt = "count " + name;
    // Not TRUNCATE, which a reader with an older snapshot would see.
    connection.query(attempt, "delete from " + name);
    const std::string insert = "insert into " + name + " (" + list(aggregate.key) + ", " +
                               std::string(aggregate.count) + ")\n" + std::string(contributions);
    return connection.query(attempt, insert, {std::nullopt}).affected();
}

} // namespace padchestd::warehouse
