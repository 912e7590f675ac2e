#include "warehouse/report_tables.h"

#include "warehouse/sql.h"

#include <algorithm>
#include <optional>

namespace padchestd::warehouse {

namespace {

constexpr std::string_view kFact = "dwh.fact_report";
constexpr std::string_view kKeywords = "dwh.agg_keyword";

constexpr std::string_view kStore = "from ods.reports";

template<typename Table>
const Table& table_named(const std::vector<Table>& tables, std::string_view name) {
    return *std::find_if(tables.begin(), tables.end(), [&](const auto& table) { return table.name == name; });
}

// The rows of some reports: `source`, a SELECT from ods.reports.
DerivedTable derived_from(const DerivedTable& fact, std::string& rows, std::string_view source) {
    rows = fact.rows;
    rows.replace(rows.find(kStore), kStore.size(), "from (" + std::string(source) + ") as reports");
    DerivedTable part = fact;
    part.rows = rows;
    return part;
}

// What a slice did not see, and what changed after it. Gone are reports only where the store was emptied.
void complete(pg::Connection& connection, const DerivedTable& fact) {
    connection.query("drop outdated rows of dwh.fact_report",
                     "delete from dwh.fact_report where encounter_id in (select encounter_id from "
                     "ingest.change_queue)");
    std::string rows;
    add_rows(connection,
             derived_from(fact, rows,
                          "select * from ods.reports as r where not exists (select from dwh.fact_report as f "
                          "where f.encounter_id = r.encounter_id and f.report_id = r.report_id)"));
    drop_rows(connection, fact, std::nullopt);
}

} // namespace

bool follows_from_reports(std::string_view table) {
    return table == kFact || table == kKeywords;
}

std::string fill_report_tables(pg::Connection& connection, ReportRows there) {
    connection.script("prepare the report tables", sql::whole_store);
    const DerivedTable& fact = table_named(star().facts, kFact);
    if (there == ReportRows::sliced)
        complete(connection, fact);
    else
        write_all(connection, fact);
    recount(connection, table_named(star().aggregates, kKeywords));
    return std::string(connection
                           .query("look at the report tables",
                                  "select array(select part from dwh.filled_table where 'dwh.' || part = any "
                                  "($1::text[]))",
                                  {pg::text_array(std::vector{kFact, kKeywords})})
                           .value()
                           .text());
}

void fill_reports_in(pg::Connection& connection, std::int64_t first_block, std::int64_t end_block) {
    const auto at = [](std::int64_t block) { return "'(" + std::to_string(block) + ",0)'::tid"; };
    std::string rows;
    add_rows(connection, derived_from(table_named(star().facts, kFact), rows,
                                      "select * from ods.reports as r where r.ctid >= " + at(first_block) +
                                          " and r.ctid < " + at(end_block)));
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
