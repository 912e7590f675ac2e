#include "support/database.h"

#include <catch2/catch.hpp>

using padchestd::tests::Database;
using padchestd::tests::Start;

TEST_CASE("a test's database starts migrated, and starts again when reset") {
    Database database;
    {
        auto connection = database.connect();
        connection.query("note", "insert into ods.facilities values ('X', 'somewhere')");
        CHECK(padchestd::tests::content(connection, "ods").at("facilities").starts_with("1 rows, "));
    }
    database.reset();
    auto connection = database.connect();
    CHECK(padchestd::tests::content(connection, "ods").at("facilities") == "0 rows, ");
}

TEST_CASE("an empty database has no schema of ours") {
    Database database(Start::empty);
    auto connection = database.connect();
    CHECK(padchestd::tests::content(connection, "ods").empty());
}
