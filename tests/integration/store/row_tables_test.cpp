#include "store/row_tables.h"
#include "support/database.h"
#include "support/mappings.h"

#include <catch2/catch.hpp>

#include <set>

using namespace padchestd;

namespace {

using Names = std::set<std::string>;

// Those that no default, identity or expression of the database fills.
Names columns_in_database(pg::Connection& connection, const store::UpsertTable& table) {
    const auto rows = connection.query("read the columns",
                                       "select attname from pg_attribute where attrelid = $1::regclass and "
                                       "attnum > 0 and not attisdropped and attidentity = '' and "
                                       "attgenerated = ''",
                                       {table.name});
    Names names;
    for (const pg::Row row : rows) names.insert(row["attname"].string());
    return names;
}

Names columns_written(const store::UpsertTable& table) {
    Names names;
    for (const auto& column : table.columns) names.emplace(column.name);
    return names;
}

} // namespace

TEST_CASE("a batch writes every column of encounters, reports and findings") {
    tests::Database database;
    auto connection = database.connect();
    for (const auto& table :
         {store::encounter_table(), store::report_table(store::WithVectors::yes), store::finding_table()}) {
        INFO(table.name);
        CHECK(columns_written(table) == columns_in_database(connection, table));
    }
}

TEST_CASE("a batch writes every column of images that no format brings") {
    tests::Database database;
    auto connection = database.connect();
    const auto table = store::procedure_table({});
    Names own = columns_in_database(connection, table);
    for (const auto* mapping : tests::mappings().all())
        for (const auto& column : mapping->image_columns()) own.erase(std::string(column.column));
    CHECK(columns_written(table) == own);
}
