#include "warehouse/report_tables.h"

#include "warehouse/sql.h"

#include <algorithm>

namespace padchestd::warehouse {

namespace {

constexpr std::string_view kFact = "dwh.fact_report";
constexpr std::string_view kKeywords = "dwh.agg_keyword";

template<typename Table>
const Table& table_named(const std::vector<Table>& tables, std::string_view name) {
    return *std::find_if(tables.begin(), tables.end(), [&](const auto& table) { return table.name == name; });
}

} // namespace

bool follows_from_reports(std::string_view table) {
    return table == kFact || table == kKeywords;
}

std::string fill_report_tables(pg::Connection& connection) {
    connection.script("prepare the report tables", sql::whole_store);
    write_all(connection, table_named(star().facts, kFact));
    recount(connection, table_named(star().aggregates, kKeywords));
    return std::string(connection
                           .query("look at the report tables",
                                  "select array(select part from dwh.filled_table where 'dwh.' || part = any "
                                  "($1::text[]))",
                                  {pg::text_array(std::vector{kFact, kKeywords})})
                           .value()
                           .text());
}

// A column that is not asked for, above all the stems, is not computed there.
std::string without_report_tables(const Aggregate& aggregate) {
    const std::string derived = "(" + std::string(table_named(star().facts, kFact).rows) + "\n)";
    std::string sql(aggregate.contributions);
    for (auto at = sql.find(kFact); at != std::string::npos; at = sql.find(kFact, at + derived.size()))
        sql.replace(at, kFact.size(), derived);
    return sql;
}

} // namespace padchestd::warehouse
