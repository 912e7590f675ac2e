// Statements outside of a transaction, in a session of this program's own: one message each, and yet under
// the settings that every statement depends on.

#include "pg/error.h"
#include "pg/transaction.h"
#include "support/database.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string setting(pg::Connection& connection, const std::string& name) {
    return connection.query("read a setting", "select current_setting($1)", {name}).value().string();
}

// Begins a table whose rows set the session's search_path and time zone, as somebody's trigger might.
void plant_trigger(pg::Connection& connection) {
    connection.script("plant", "create table public.watched (id integer);"
                               "create function public.meddle() returns trigger language plpgsql as $$ begin "
                               "perform set_config('search_path', 'public', false); "
                               "perform set_config('timezone', 'Asia/Tokyo', false); return null; end $$;"
                               "create trigger meddle after insert on public.watched for each row execute "
                               "function public.meddle()");
}

void check_pinned(pg::Connection& connection) {
    CHECK(setting(connection, "search_path") == "pg_catalog, pg_temp");
    CHECK(setting(connection, "timezone") == "UTC");
}

} // namespace

TEST_CASE("a trigger that changes the session's settings changes them for no later statement") {
    Database database(Start::empty);
    auto connection = database.connect();
    plant_trigger(connection);
    check_pinned(connection);
    SECTION("written by a statement alone") {
        connection.query("write", "insert into public.watched values (1)");
    }
    SECTION("written by a statement alone that returns rows") {
        connection.query("write", "insert into public.watched values (1) returning id");
    }
    SECTION("written in a transaction") {
        pg::Transaction transaction(connection);
        connection.query("write", "insert into public.watched values (1)");
        transaction.commit();
    }
    SECTION("written by a script") {
        connection.script("write", "insert into public.watched values (1); select 1");
    }
    SECTION("set by hand") {
        connection.bare_script("meddle", "set search_path = public; set timezone = 'Asia/Tokyo'");
    }
    check_pinned(connection);
}

TEST_CASE(
    "a statement that is repeated goes on when a table that it reads is altered, dropped and made again") {
    Database database(Start::empty);
    auto connection = database.connect();
    auto other = database.connect();
    other.script("make", "create table public.kept (id integer); insert into public.kept values (7)");
    const std::string sql = "select * from public.kept";
    const auto look = [&] { return connection.query("look", sql).front()["id"].integer(); };
    for (int times = 0; times < 4; ++times) CHECK(look() == 7);
    other.script("alter", "alter table public.kept add column more text");
    CHECK(look() == 7);
    CHECK(look() == 7);
    CHECK(look() == 7);
    other.script("drop", "drop table public.kept");
    CHECK_THROWS_AS(look(), pg::Error);
    other.script("make", "create table public.kept (id bigint); insert into public.kept values (8)");
    CHECK(look() == 8);
    CHECK(look() == 8);
    CHECK(look() == 8);
}

TEST_CASE("a statement that is repeated is planned once, each time with its own parameters") {
    Database database(Start::empty);
    auto connection = database.connect();
    for (int number = 0; number < 10; ++number)
        CHECK(connection.query("add", "select $1::integer + 1", {number}).value().integer<int>() ==
              number + 1);
    CHECK(connection
              .query("count plans", "select count(*) from pg_prepared_statements where statement = $1",
                     {"select $1::integer + 1"})
              .value()
              .integer() == 1);
    connection.query("a statement of its own", "select 2");
    CHECK(connection
              .query("count plans", "select count(*) from pg_prepared_statements where statement = $1",
                     {"select 2"})
              .value()
              .integer() == 0);
}
