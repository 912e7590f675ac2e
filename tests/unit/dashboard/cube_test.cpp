#include "dashboard/cube.h"

#include <catch2/catch.hpp>

using namespace padchestd::dashboard;

namespace {

// Two years by two sexes: 2010 F 10, 2010 M 3, 2012 F 7.
Cube small_cube() {
    return {{{"year", true, {"2010", "2012"}}, {"sex", false, {"F", "M"}}},
            {{{0, 0}, 10}, {{0, 1}, 3}, {{1, 0}, 7}}};
}

} // namespace

TEST_CASE("a collapsed cube holds the sums over what was left out") {
    const Cube by_year = collapse(small_cube(), {"year"});
    REQUIRE(by_year.dimensions.size() == 1);
    REQUIRE(by_year.cells.size() == 2);
    CHECK(by_year.cells[0].count == 13);
    CHECK(by_year.cells[1].count == 7);
    const Cube total = collapse(small_cube(), {});
    REQUIRE(total.cells.size() == 1);
    CHECK(total.cells[0].count == 20);
}

TEST_CASE("a sum with a withheld count in it is withheld") {
    Cube cube = small_cube();
    cube.cells[1].count = std::nullopt;
    const Cube by_year = collapse(cube, {"year"});
    CHECK_FALSE(by_year.cells[0].count.has_value());
    CHECK(by_year.cells[1].count == 7);
}

TEST_CASE("a dimension without gaps keeps every cell at its value") {
    Cube cube = small_cube();
    widen(cube, "year", {"2010", "2011", "2012", "2009", "10000"});
    CHECK(cube.dimensions[0].values == std::vector<std::string>{"2009", "2010", "2011", "2012", "10000"});
    CHECK(cube.cells[0].at[0] == 1);
    CHECK(cube.cells[2].at[0] == 3);
    CHECK_THROWS_AS(widen(cube, "age", {}), std::logic_error);
}

TEST_CASE("small counts are withheld and the others rounded down to multiples of the bound") {
    CHECK(publish(0, 5) == 0);
    for (int n = 1; n < 5; ++n) CHECK_FALSE(publish(n, 5).has_value());
    CHECK(publish(5, 5) == 5);
    CHECK(publish(7, 5) == 5);
    CHECK(publish(9, 5) == 5);
    CHECK(publish(10, 5) == 10);
    CHECK(publish(11, 11) == 11);
    CHECK(publish(21, 11) == 11);
    CHECK_FALSE(publish(std::nullopt, 5).has_value());
}

TEST_CASE("without a bound counts are published as they are") {
    CHECK(publish(1, 0) == 1);
    CHECK(publish(3, 1) == 3);
}

TEST_CASE("a withheld count cannot be computed from its total and its neighbour") {
    // Whatever the two counts are: among the pairs that publish the same three figures, a withheld cell takes
    // every value from 1 up to below the bound.
    const auto least = GENERATE(std::int64_t{3}, std::int64_t{5}, std::int64_t{11});
    for (std::int64_t hidden = 1; hidden < least; ++hidden) {
        for (std::int64_t other = least; other < 4 * least; ++other) {
            for (std::int64_t guess = 1; guess < least; ++guess) {
                bool possible = false;
                for (std::int64_t neighbour = least; neighbour < 6 * least && !possible; ++neighbour)
                    possible = publish(neighbour, least) == publish(other, least) &&
                               publish(neighbour + guess, least) == publish(other + hidden, least);
                CHECK(possible);
            }
        }
    }
}
