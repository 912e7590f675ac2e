#include "store/first_load.h"

#include "pg/error.h"
#include "pg/transaction.h"
#include "store/sql.h"
#include "store/studies_lock.h"
#include "util/step.h"

namespace padchestd::store {

namespace {

constexpr std::string_view kLockNotAvailable = "55P03";
constexpr std::string_view kIndexOfImages = "ods.procedures_procedure_idx of ods.procedures";

bool is_due(pg::Connection& connection, std::string_view feed, std::int32_t generation) {
    return connection
        .query("look whether the store is empty",
               // `select 1`: a cluster does not take a subquery without a column.
               "select not exists (select 1 from ods.encounters) and not exists (select 1 from "
               "ingest.deferred_objects) and not exists (select 1 from ingest.generations where feed = $1 "
               "and generation = $2 and first_load_failed is not null)",
               {feed, generation})
        .value()
        .boolean();
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

} // namespace

FirstLoad begin_first_load(pg::Connection& connection, std::string_view feed, const Checkpoint& expected) {
    if (!is_due(connection, feed, expected.generation)) return FirstLoad::not_due;
    if (!owns_store(connection)) return FirstLoad::not_here;
    pg::Transaction transaction(connection);
    try {
        connection.script("bound the wait for readers",
                          "set local lock_timeout = '2s'; set local search_path = pg_catalog");
        if (!holds_checkpoint(connection, feed, expected)) return FirstLoad::not_here;
        lock_studies(connection); // a batch that is under way upserts by the keys that would go
        const auto objects = connection.query("note keys and indexes", sql::note_deferred_objects);
        for (const pg::Row object : objects)
            connection.script("put off keys and indexes", object["take"].text());
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
    const auto table = connection.query("look whether first loads are noted here",
                                        "select to_regclass('ingest.deferred_objects')");
    return !table.value().is_null() && lacks_objects(connection);
}

bool lacks_objects(pg::Connection& connection) {
    return connection
        .query("look whether a first load is under way",
               "select exists (select from ingest.deferred_objects)")
        .value()
        .boolean();
}

Missing missing(pg::Connection& connection) {
    const auto notes = connection.query(
        "look for keys that are put off",
        "select coalesce(bool_or(definition = 'PRIMARY KEY'), false) as primary_keys, "
        "coalesce(bool_or(object_name = $1), false) as index_of_images from ingest.deferred_objects",
        {kIndexOfImages});
    const pg::Row row = notes.only();
    return {row["primary_keys"].boolean(), row["index_of_images"].boolean()};
}

// Of another role the look-up reads the whole table.
void build_index_of_images(pg::Connection& connection) {
    constexpr std::string_view kBuild = "build the index of images";
    const auto note = connection.query(
        kBuild, "select statement from ingest.deferred_objects where object_name = $1", {kIndexOfImages});
    if (note.empty() || !owns_store(connection)) return;
    connection.script(kBuild, note.value().text());
    connection.query(kBuild, "delete from ingest.deferred_objects where object_name = $1", {kIndexOfImages});
}

bool owns_store(pg::Connection& connection) {
    return connection
        .query("look who owns the store",
               "select coalesce(bool_and(pg_has_role(relowner, 'USAGE')), false) from pg_class "
               "where relnamespace = 'ods'::regnamespace and relkind = 'r'")
        .value()
        .boolean();
}

} // namespace padchestd::store
