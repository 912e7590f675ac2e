#include "warehouse/aggregate.h"

#include "warehouse/sql_text.h"

#include <algorithm>
#include <optional>

namespace padchestd::warehouse {

namespace {

// The changed groups as one array a key column and one of differences.
struct Columns {
    pg::Params arrays;
    bool empty = true;
    bool any_negative = false;
};

Columns changed_groups(const Aggregate& aggregate, const Deltas& deltas) {
    Columns result;
    std::vector<std::vector<std::string_view>> keys(aggregate.key.size());
    std::vector<std::string> numbers;
    for (const auto& [group, delta] : deltas) {
        if (delta == 0) continue;
        for (std::size_t i = 0; i < keys.size(); ++i) keys[i].push_back(group[i]);
        numbers.push_back(std::to_string(delta));
        result.any_negative = result.any_negative || delta < 0;
    }
    result.empty = numbers.empty();
    result.arrays.reserve(keys.size() + 1);
    for (const auto& column : keys) result.arrays.emplace_back(pg::text_array(column));
    result.arrays.emplace_back(pg::text_array(std::vector<std::string_view>(numbers.begin(), numbers.end())));
    return result;
}

// `unnest($1::date[], $2::text[], $3::bigint[]) as d(month, sex, delta)`
std::string groups_as_rows(const Aggregate& aggregate) {
    std::string arguments;
    for (std::size_t i = 0; i < aggregate.types.size(); ++i)
        arguments += "$" + std::to_string(i + 1) + "::" + std::string(aggregate.types[i]) + "[], ";
    return "unnest(" + arguments + "$" + std::to_string(aggregate.types.size() + 1) + "::bigint[]) as d(" +
           list(aggregate.key) + ", delta)";
}

} // namespace

void add_contributions(pg::Connection& connection, std::string_view contributions, const pg::Param& members,
                       int sign, Deltas& deltas) {
    const pg::Result counted = connection.query("count the changed encounters", contributions, {members});
    const int count_column = counted.columns() - 1;
    for (int row = 0; row < counted.rows(); ++row) {
        std::vector<std::string> group;
        group.reserve(static_cast<std::size_t>(count_column));
        for (int column = 0; column < count_column; ++column) group.emplace_back(counted.text(row, column));
        deltas[std::move(group)] += sign * counted.integer(row, count_column);
    }
}

std::int64_t apply(pg::Connection& connection, const Aggregate& aggregate, const Deltas& deltas) {
    const Columns groups = changed_groups(aggregate, deltas);
    if (groups.empty) return 0;
    const std::string name(aggregate.name);
    const std::string attempt = "adjust " + name;
    const std::string count(aggregate.count);
    const std::string same_group = equal(aggregate.key, "a.", "d.");
    // Not ON CONFLICT: a difference below zero would be refused before its group is found.
    const std::string update = "update " + name + " as a set " + count + " = a." + count +
                               " + d.delta from " + groups_as_rows(aggregate) + " where " + same_group;
    const std::string insert = "insert into " + name + " (" + list(aggregate.key) + ", " + count +
                               ") select " + list(aggregate.key, "d.") + ", d.delta from " +
                               groups_as_rows(aggregate) + " left join " + name + " as a on " + same_group +
                               " where a." + count + " is null order by " + list(aggregate.key, "d.");
    std::int64_t written = connection.query(attempt, update, groups.arrays).affected();
    written += connection.query(attempt, insert, groups.arrays).affected();
    if (groups.any_negative) {
        const std::string remove = "delete from " + name + " as a using " + groups_as_rows(aggregate) +
                                   " where " + same_group + " and a." + count + " = 0";
        written += connection.query(attempt, remove, groups.arrays).affected();
    }
    return written;
}

std::int64_t recount(pg::Connection& connection, const Aggregate& aggregate) {
    const std::string name(aggregate.name);
    const std::string attempt = "count " + name;
    // Not TRUNCATE, which a reader with an older snapshot would see.
    connection.query(attempt, "delete from " + name);
    const std::string insert = "insert into " + name + " (" + list(aggregate.key) + ", " +
                               std::string(aggregate.count) + ")\n" + std::string(aggregate.contributions);
    return connection.query(attempt, insert, {std::nullopt}).affected();
}

} // namespace padchestd::warehouse
