#include "store/upsert.h"

#include <catch2/catch.hpp>

using namespace padchestd::store;
using Catch::Matchers::Contains;

namespace {

UpsertTable table() {
    return {.name = "s.t",
            .columns = {{"id", OnChange::is_key},
                        {"part", OnChange::is_key},
                        {"plain"},
                        {"firm", OnChange::kept},
                        {"given", OnChange::kept_unless_given},
                        {"taken", OnChange::kept_unless_taken},
                        {"derived", OnChange::replaced_when}},
            .replaced_when = "excluded.plain is not null",
            .taken = "stored.lent",
            .owner = "firm"};
}

} // namespace

TEST_CASE("an upsert inserts every column and changes those that a row there does not keep") {
    const auto sql = upsert_statement(table());
    CHECK_THAT(sql, Contains("insert into s.t as stored (id, part, plain, firm, given, taken, derived)"));
    CHECK_THAT(sql, Contains("order by id, part\non conflict (id, part) do update"));
    CHECK_THAT(sql, Contains("\nset plain = excluded.plain, derived = case when excluded.plain is not null "
                             "then excluded.derived else stored.derived end\n"));
    CHECK_THAT(sql, Contains("where stored.firm = excluded.firm and (stored.content_hash"));
}

TEST_CASE("an upsert of a table without an owner changes any row that differs") {
    auto any = table();
    any.owner = {};
    CHECK_THAT(upsert_statement(any), Contains("\nwhere (stored.content_hash"));
}

TEST_CASE("an update finds rows by the key and keeps what is not given") {
    const auto sql = update_statement(table());
    CHECK_THAT(sql, Contains("update s.t as stored\nset plain = changed.plain, given = "
                             "coalesce(changed.given, stored.given), taken = case when stored.lent then "
                             "changed.taken else stored.taken end\nfrom "));
    CHECK_THAT(sql, Contains("where stored.id = changed.id and stored.part = changed.part"));
}

TEST_CASE("COPY names the columns in their order") {
    CHECK(copy_target(table()) == "s.t (id, part, plain, firm, given, taken, derived)");
}
