// What `doctor` finds about a server's settings beside what is in the database.

#include "operation/server_check.h"
#include "support/database.h"
#include "support/manual_clock.h"
#include "support/private_server.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::size_t doubts_about_indexes(pg::Connection& connection) {
    const auto found = operation::check_server(connection, {}, ManualClock());
    return static_cast<std::size_t>(std::count_if(found.begin(), found.end(), [](const auto& one) {
        return one.verdict == operation::Verdict::doubtful && one.what.starts_with("the indexes take ");
    }));
}

} // namespace

TEST_CASE("doctor doubts a buffer cache that is smaller than the store's indexes") {
    const PrivateServer server; // shared_buffers: 32 MB
    Database database;
    auto connection = database.connect();
    CHECK(doubts_about_indexes(connection) == 0);
    connection.script("fill", "create table dwh.large as select repeat(md5(number::text), 4) as key from "
                              "generate_series(1, 300000) as number; create index on dwh.large (key)");
    CHECK(doubts_about_indexes(connection) == 1);
}
