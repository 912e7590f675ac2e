#include "support/database.h"
#include "support/environment.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

using namespace padchestd;

TEST_CASE("every table, view and column has a comment") {
    tests::Database database;
    auto connection = database.connect();
    const auto bare = connection.query(
        "look for comments",
        "select n.nspname || '.' || c.relname || coalesce('.' || a.attname, '') as name from pg_class as c"
        " join pg_namespace as n on n.oid = c.relnamespace"
        " left join pg_attribute as a on a.attrelid = c.oid and a.attnum >= 0 and not a.attisdropped"
        " where n.nspname in ('ods', 'ingest', 'dwh', 'analytics', 'omop') and c.relkind in ('r', 'v', 'm', "
        "'p')"
        " and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)");
    for (const pg::Row row : bare) FAIL_CHECK(row["name"].text());
}

TEST_CASE("the data dictionary equals the comments") {
    tests::Database database;
    auto connection = database.connect();
    const auto lines = connection.query("generate the data dictionary",
                                        tests::read_file(tests::source("scripts/data-dictionary.sql")));
    std::string generated;
    for (const pg::Row line : lines) generated += line["line"].string() + "\n";
    INFO("scripts/data-dictionary writes it anew");
    CHECK(generated == tests::read_file(tests::source("docs/data-dictionary.md")));
}
