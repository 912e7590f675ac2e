#include "text_store/vector_index.h"

#include "pg/cluster.h"
#include "pg/error.h"
#include "pg/transaction.h"
#include "pg/vector_extension.h"
#include "text_store/sql.h"
#include "util/random.h"
#include "util/step.h"

#include <string>

namespace padchestd::text_store {

namespace {

// Below it an exact scan takes some milliseconds.
constexpr std::int64_t kLeastReports = 10'000;
// Reports that an index may miss: a fifth of it, and never so few that every batch builds one.
constexpr std::int64_t kMissedShare = 5;

bool owns_reports(pg::Connection& connection) {
    return connection
        .query("look for the owner of the reports", "select pg_has_role(current_user, relowner, 'USAGE') "
                                                    "from pg_class where oid = 'ods.reports'::regclass")
        .value()
        .boolean();
}

// What former builds left, whole or cut off.
void drop_others(pg::Connection& connection, const std::string& kept) {
    const auto others =
        connection.query("look for vector indexes",
                         "select c.relname from pg_index as i join pg_class as c on c.oid = i.indexrelid"
                         " where i.indrelid = 'ods.report_vectors'::regclass and c.relname like "
                         "'reports\\_embedding\\_%' and c.relname <> $1",
                         {kept});
    for (const pg::Row other : others)
        connection.bare_script("drop a former vector index",
                               "drop index concurrently if exists ods." + other["relname"].string());
    connection.query("drop former vectors", "delete from ods.report_vectors where index_name <> $1", {kept});
}

} // namespace

bool index_is_due(pg::Connection& connection, const ModelInfo& model) {
    if (vector_type(connection) != pg::VectorType::vector || !owns_reports(connection)) return false;
    const auto rows = connection.query(
        "count reports beyond the vector index", sql::beyond_index,
        {model.id, model.indexed_before.empty() ? pg::Param(std::nullopt) : pg::Param(model.indexed_before)});
    const pg::Row counts = rows.only();
    const auto all = counts["reports"].integer();
    const auto beyond = counts["beyond"].integer();
    if (all < kLeastReports) return false;
    return model.vector_index.empty() || !counts["is_whole"].boolean() || beyond * kMissedShare > all;
}

void build_index(pg::Connection& connection, const ModelInfo& model) {
    const auto bound =
        connection.query("look for the last report",
                         "select to_char((max(updated_at) + interval '1 microsecond') at time zone 'UTC',"
                         " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from ods.reports where embedding_model = $1",
                         {model.id});
    if (bound.value().is_null()) return; // no report has an embedding of this model
    const std::string before = bound.value().string();
    const std::string name = "reports_embedding_" + util::random_uuid().substr(0, 8) + "_idx";
    // The graph of 100,000 vectors fits into it; one that does not is built from the disk, many times as
    // slow.
    connection.script("give the index memory", "set maintenance_work_mem = '256MB'");
    connection.query("collect the different vectors",
                     pg::with_vector_schema(connection, sql::distinct_vectors), {name, model.id, before});
    util::step("text_index_build");
    // A partial index's condition takes no parameters; the name is of a form that the program makes.
    // No transaction may hold it, so that behind a pooler nothing is pinned: each name has its schema.
    connection.bare_script(
        "build the vector index",
        pg::with_vector_schema(connection, "create index concurrently " + name +
                                               " on ods.report_vectors using hnsw (embedding "
                                               "{vector}.vector_cosine_ops) where index_name "
                                               "operator(pg_catalog.=) '" +
                                               name + "'"));
    util::step("text_index_built");
    // Re-embedded rows are new versions at the table's end, where the search for later reports would look at
    // each until a vacuum.
    connection.query("summarize when reports were written",
                     "select brin_summarize_new_values('ods.reports_updated_idx')");
    connection.query("note the vector index",
                     "update ods.text_models set vector_index = $2, indexed_before = $3::timestamptz"
                     " where model_id = $1",
                     {model.id, name, before});
    util::step("text_index_noted");
    connection.script("take the memory back", "reset maintenance_work_mem");
    drop_others(connection, name);
}

bool adopt_pgvector(pg::Connection& connection) {
    if (vector_type(connection) == pg::VectorType::vector || !owns_reports(connection)) return false;
    if (pg::is_cluster(connection)) return false; // it refuses `set storage`: the arrays stay
    pg::Transaction transaction(connection);
    connection.query("wait for batches under way", "select pg_advisory_xact_lock($1)", {kReportsLock});
    pg::install_vector(connection);
    if (!pg::vector_schema(connection)) return false;
    connection.script("convert embeddings to pgvector",
                      pg::with_vector_schema(connection, sql::adopt_vector));
    transaction.commit();
    return true;
}

} // namespace padchestd::text_store
