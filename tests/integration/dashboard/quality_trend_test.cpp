// The last runs of the quality checks in the page's model.

#include "dashboard/quality_trend.h"
#include "pg/transaction.h"
#include "support/database.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>

using namespace padchestd;
using nlohmann::json;

namespace {

struct Trend {
    tests::Database database;
    pg::Connection connection = database.connect();
    dashboard::Options options{0, "padchest", "1.2.3"};

    // A run a day; `failing` of 103 rows.
    void store(int run, const std::string& category, const std::string& check, int failing) {
        connection.query(
            "store a result",
            "insert into ingest.quality_results (run_id, check_name, category, feed, checked_at, "
            "checked_rows, failing_rows, threshold) select $1::bigint, $2, $3, 'padchest', "
            "timestamptz '2020-01-01 00:00:00Z' + $1::int * interval '1 day', 103, $4::bigint, 0.1",
            {std::to_string(run), check, category, std::to_string(failing)});
    }
    json read() {
        const pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
        return dashboard::read_quality_trend(connection, options);
    }
};

} // namespace

TEST_CASE_METHOD(Trend, "where nothing was checked the trend is empty") {
    CHECK(read() == json::parse(R"({"runs": [], "checks": [], "results": []})"));
}

TEST_CASE_METHOD(Trend, "the trend has the last twelve runs, and a check that began later in its place") {
    for (int run = 1; run <= 13; ++run) store(run, "plausibility", "b", run);
    store(13, "completeness", "z", 0);
    store(13, "conformance", "a", 0);
    const json trend = read();
    REQUIRE(trend["runs"].size() == 12);
    CHECK(trend["runs"][0] == json({{"run", 2}, {"at", "2020-01-03T00:00:00Z"}}));
    CHECK(trend["runs"][11]["run"] == 13);
    CHECK(trend["checks"] == json::parse(R"([{"category": "completeness", "name": "z"},
        {"category": "plausibility", "name": "b"}, {"category": "conformance", "name": "a"}])"));
    REQUIRE(trend["results"].size() == 14);
    CHECK(trend["results"][0] == json::parse("[11, 0, 103, 0, 0.1, true]"));
    CHECK(trend["results"][1] == json::parse("[0, 1, 103, 2, 0.1, true]"));
    CHECK(trend["results"][12] == json::parse("[11, 1, 103, 13, 0.1, false]"));
}

TEST_CASE_METHOD(Trend, "small cells of the trend are withheld, and a result that would tell them") {
    options.small_cells = 11;
    store(1, "plausibility", "few", 3);
    store(1, "plausibility", "many", 40);
    CHECK(read()["results"] == json::parse("[[0, 0, 99, null, 0.1, null], [0, 1, 99, 33, 0.1, false]]"));
}
