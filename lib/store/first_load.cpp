#include "store/first_load.h"

#include "pg/error.h"
#include "pg/transaction.h"
#include "store/sql.h"
#include "util/step.h"

namespace padchestd::store {

namespace {

constexpr std::string_view kLockNotAvailable = "55P03";

bool is_due(pg::Connection& connection) {
    return connection
        .query("look whether the store is empty",
               "select not exists (select from ods.encounters) and not exists (select from "
               "ingest.deferred_objects)")
        .boolean(0, 0);
}

bool owns_tables(pg::Connection& connection) {
    return connection
        .query("look who owns the store", "select bool_and(pg_has_role(relowner, 'USAGE')) from pg_class "
                                          "where relnamespace = 'ods'::regnamespace and relkind = 'r'")
        .boolean(0, 0);
}

// The checkpoint's row, locked as a batch would lock it.
bool holds_checkpoint(pg::Connection& connection, std::string_view feed, const Checkpoint& expected) {
    return !connection
                .query("lock the checkpoint",
                       "select from ingest.checkpoint where feed = $1 and generation = $2 and byte_offset = "
                       "$3 and epoch = $4 for update",
                       {feed, expected.generation, expected.position.byte_offset, expected.epoch})
                .empty();
}

void run_all(pg::Connection& connection, std::string_view attempt, const pg::Result& statements) {
    for (int row = 0; row < statements.rows(); ++row) connection.script(attempt, statements.text(row, 0));
}

} // namespace

FirstLoad begin_first_load(pg::Connection& connection, std::string_view feed, const Checkpoint& expected) {
    if (!is_due(connection)) return FirstLoad::not_due;
    if (!owns_tables(connection)) return FirstLoad::not_here;
    pg::Transaction transaction(connection);
    try {
        connection.script("bound the wait for readers", "set local lock_timeout = '2s'");
        if (!holds_checkpoint(connection, feed, expected)) return FirstLoad::not_here;
        run_all(connection, "put off keys and indexes",
                connection.query("note keys and indexes", sql::note_deferred_objects));
    } catch (const pg::Error& error) {
        if (error.sqlstate() == kLockNotAvailable) return FirstLoad::not_here;
        throw;
    }
    util::step("first_load_commit");
    transaction.commit();
    util::step("first_load_begun");
    return FirstLoad::begun;
}

bool is_first_load_open(pg::Connection& connection) {
    return connection
        .query("look whether a first load is under way",
               "select exists (select from ingest.deferred_objects)")
        .boolean(0, 0);
}

int end_first_load(pg::Connection& connection) {
    if (!is_first_load_open(connection)) return 0;
    pg::Transaction transaction(connection);
    const auto missing =
        connection.query("look for keys and indexes that are put off",
                         "select statement from ingest.deferred_objects order by object_name for update");
    if (missing.empty()) return 0;
    connection.script("lift the statement timeout", "set local statement_timeout = 0");
    util::step("first_load_build");
    run_all(connection, "build keys and indexes that were put off", missing);
    connection.query("forget keys and indexes that were put off", "delete from ingest.deferred_objects");
    util::step("first_load_built");
    transaction.commit();
    util::step("first_load_done");
    return missing.rows();
}

} // namespace padchestd::store
