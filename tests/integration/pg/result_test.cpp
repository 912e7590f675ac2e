#include "pg/connection.h"
#include "support/database.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <stdexcept>

using namespace padchestd;
using Catch::Matchers::Contains;
using tests::Database;
using tests::Start;

namespace {

class Reading {
  public:
    pg::Result of(std::string_view sql) { return connection_.query("read", sql); }

  private:
    Database database_{Start::empty};
    pg::Connection connection_ = database_.connect();
};

} // namespace

TEST_CASE("a row's values are read by the names of their columns") {
    const auto result = Reading().of("select 'one' as word, 2 as count, 0.5::float8 as share, true as good");
    const pg::Row row = result.only();
    CHECK(row["share"].number() == 0.5);
    CHECK(row["count"].integer<std::uint8_t>() == 2);
    CHECK(row["word"].text() == "one");
    CHECK(row["word"].string() == "one");
    CHECK(row["good"].boolean());
}

TEST_CASE("a result is a range of rows, of which a column is found once") {
    const auto result = Reading().of("select n, n % 2 = 1 as odd from generate_series(1, 5) as n");
    const pg::Column number = result.column("n");
    std::int64_t sum = 0;
    for (const pg::Row row : result) sum += row[number].integer();
    CHECK(sum == 15);
    CHECK(std::count_if(result.begin(), result.end(),
                        [](const pg::Row& row) { return row["odd"].boolean(); }) == 3);
    CHECK(result.size() == 5);
    CHECK(result[1][number].integer() == 2);
    CHECK(result.front()[number].integer() == 1);
    CHECK(result.back()[number].integer() == 5);
    CHECK_THROWS_AS(result[5], std::logic_error);
    CHECK_THROWS_AS(result.only(), std::logic_error);
}

TEST_CASE("a result without rows has columns, and neither a first nor a last row") {
    const auto result = Reading().of("select 1 as a, 2 as b where false");
    CHECK(result.empty());
    CHECK(result.begin() == result.end());
    CHECK(result.columns().size() == 2);
    CHECK(result.columns()[1].name == "b");
    CHECK_THROWS_AS(result.front(), std::logic_error);
    CHECK_THROWS_AS(result.back(), std::logic_error);
}

TEST_CASE("NULL is no text, number, integer or boolean") {
    const auto result = Reading().of("select null as gap");
    const pg::Value gap = result.only()["gap"];
    CHECK(gap.is_null());
    CHECK_THROWS_WITH(gap.text(), Contains("the column gap") && Contains("NULL"));
    CHECK_THROWS_WITH(gap.string(), Contains("gap"));
    CHECK_THROWS_WITH(gap.number(), Contains("gap"));
    CHECK_THROWS_WITH(gap.integer(), Contains("gap"));
    CHECK_THROWS_WITH(gap.boolean(), Contains("gap"));
    CHECK(gap.optional_text() == std::nullopt);
    CHECK(gap.optional_string() == std::nullopt);
    CHECK(gap.optional_number() == std::nullopt);
    CHECK(gap.optional_integer() == std::nullopt);
}

TEST_CASE("what is not NULL is read as an optional value") {
    const auto result = Reading().of("select '' as word, 2 as count");
    const pg::Row row = result.only();
    CHECK(row["word"].optional_text() == "");
    CHECK(row["word"].optional_string() == "");
    CHECK(row["count"].optional_number() == 2.0);
    CHECK(row["count"].optional_integer<std::int32_t>() == 2);
}

TEST_CASE("a column that a result does not have is refused with the names of those it has") {
    const auto result = Reading().of("select 1 as first, 2 as second");
    const pg::Row row = result.only();
    CHECK_THROWS_WITH(row["third"], Contains("no column third") && Contains("first, second"));
    CHECK_THROWS_WITH(result.column("Second"), Contains("no column Second"));
    CHECK_THROWS_AS(row["third"], std::logic_error);
}

TEST_CASE("a name that two columns of a result have is refused") {
    const auto result = Reading().of("select 1 as same, 2 as same");
    CHECK_THROWS_WITH(result.column("same"), Contains("two columns same"));
}

TEST_CASE("a value of another type than its reader expects is refused without showing it") {
    const auto result = Reading().of("select 'secret' as word, -1 as below, 300 as large, 12.5 as part");
    const pg::Row row = result.only();
    CHECK_THROWS_WITH(row["word"].integer(), Contains("the column word") && !Contains("secret"));
    CHECK_THROWS_WITH(row["word"].number(), Contains("the column word") && !Contains("secret"));
    CHECK_THROWS_WITH(row["word"].boolean(), Contains("the column word") && !Contains("secret"));
    CHECK_THROWS_AS(row["below"].integer<std::uint64_t>(), std::logic_error);
    CHECK_THROWS_AS(row["large"].integer<std::int8_t>(), std::logic_error);
    CHECK_THROWS_AS(row["part"].integer(), std::logic_error);
}

TEST_CASE("a single value needs no name, but one row and one column") {
    CHECK(Reading().of("select 7").value().integer() == 7);
    CHECK_THROWS_AS(Reading().of("select 7 where false").value(), std::logic_error);
    CHECK_THROWS_AS(Reading().of("select 7 union all select 8").value(), std::logic_error);
    CHECK_THROWS_AS(Reading().of("select 7 as a, 8 as b").value(), std::logic_error);
}
