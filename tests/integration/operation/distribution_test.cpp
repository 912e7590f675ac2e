// What `distribute` finds in the way, on a server without Citus. With one: tests/service/cluster.

#include "operation/distribution.h"
#include "support/database.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

bool names(const operation::DistributionPlan& plan, const std::string& what) {
    return std::any_of(plan.obstacles.begin(), plan.obstacles.end(), [&](const auto& obstacle) {
        return obstacle.what.find(what) != std::string::npos && !obstacle.remedy.empty();
    });
}

std::size_t obstacles_after(const std::string& change, const std::string& named) {
    Database database;
    auto connection = database.connect();
    const auto before = operation::plan_distribution(connection).obstacles.size();
    connection.script("change a table", change);
    const auto plan = operation::plan_distribution(connection);
    INFO(change);
    CHECK(names(plan, named));
    return plan.obstacles.size() - before;
}

} // namespace

TEST_CASE("the missing extension alone keeps the tables from being distributed") {
    Database database;
    auto connection = database.connect();
    const auto plan = operation::plan_distribution(connection);
    CHECK_FALSE(plan.done);
    CHECK(names(plan, "the Citus extension is not installed"));
    CHECK(plan.obstacles.size() == (connection.server_version() < 160'000 ? 2U : 1U));
    CHECK(plan.distributed.front() == "ods.encounters");
    for (const char* const table : {"ods.procedures", "ods.reports", "ods.encounter_diagnoses",
                                    "ods.encounter_localizations", "ods.findings"}) {
        INFO(table);
        CHECK(std::count(plan.distributed.begin(), plan.distributed.end(), table) == 1);
    }
    CHECK(std::count(plan.reference.begin(), plan.reference.end(), "ods.patients") == 1);
    CHECK(std::none_of(plan.reference.begin(), plan.reference.end(),
                       [](const auto& table) { return !table.starts_with("ods."); }));
}

TEST_CASE("a table that was changed by hand is named, with what to do about it") {
    CHECK(obstacles_after("create unique index by_hand on ods.reports (report_id)",
                          "unique index ods.by_hand") == 1);
    CHECK(obstacles_after(
              "create function ods.nothing() returns trigger language plpgsql as 'begin return new; end'; "
              "create trigger by_hand before insert on ods.procedures for each row execute function "
              "ods.nothing()",
              "trigger by_hand is on ods.procedures") == 1);
    CHECK(obstacles_after(
              "alter table ods.report_embedding_drafts alter encounter_id type text collate \"POSIX\"",
              "encounter_id of ods.report_embedding_drafts") == 1);
    CHECK(obstacles_after("alter table ods.reports enable row level security", "row level security") == 1);
    CHECK(obstacles_after("insert into ingest.deferred_objects (object_name, statement) values ('a', 'b')",
                          "first load is not finished") == 1);
}

TEST_CASE("a database without tables is named as such") {
    Database database(Start::empty);
    auto connection = database.connect();
    CHECK(names(operation::plan_distribution(connection), "holds no tables"));
}
