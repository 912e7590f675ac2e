#include "store/first_load.h"

#include "store/put_off.h"
#include "store/sql.h"

namespace padchestd::store {

namespace {

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

} // namespace

FirstLoad begin_first_load(pg::Connection& connection, std::string_view feed, const Checkpoint& expected) {
    if (!is_due(connection, feed, expected.generation)) return FirstLoad::not_due;
    if (!owns_store(connection)) return FirstLoad::not_here;
    const auto outcome = put_off(connection, feed, expected, sql::note_deferred_objects, {},
                                 {"first_load_commit", "first_load_begun"});
    return outcome == PutOff::not_here ? FirstLoad::not_here : FirstLoad::begun;
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
        // An older schema has no column `definition`.
        "select coalesce(bool_or(definition = 'PRIMARY KEY'), false) as primary_keys, "
        "coalesce(bool_or(definition = 'GUARD'), false) as guarded_keys, coalesce(bool_or(object_name = $1), "
        "false) as index_of_images from (select object_name, to_jsonb(note) ->> 'definition' as definition "
        "from "
        "ingest.deferred_objects as note) as noted",
        {kIndexOfImages});
    const pg::Row row = notes.only();
    return {row["primary_keys"].boolean(), row["index_of_images"].boolean(), row["guarded_keys"].boolean()};
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
