#include "text_store/nearest.h"

#include "pg/transaction.h"
#include "pg/vector_extension.h"
#include "text_store/floats.h"
#include "text_store/sql.h"

#include <algorithm>
#include <tuple>

namespace padchestd::text_store {

namespace {

// Beyond it the index would look at so many reports that a scan is as fast.
constexpr std::int64_t kMostByIndex = 100;

bool before(const Near& a, const Near& b) {
    if (a.cosine != b.cosine) return a.cosine > b.cosine;
    return std::tie(a.encounter_id, a.report_id) < std::tie(b.encounter_id, b.report_id);
}

void keep_nearest(std::vector<Near>& all, std::int64_t limit) {
    std::sort(all.begin(), all.end(), before);
    if (static_cast<std::int64_t>(all.size()) > limit) all.resize(static_cast<std::size_t>(limit));
}

void append(const pg::Result& rows, std::vector<Near>& all) {
    for (const pg::Row row : rows)
        all.push_back({row["encounter_id"].string(), row["report_id"].string(), row["cosine"].number()});
}

pg::Params parameters(const pg::Param& first, const ModelInfo& model, const NearestFilter& filter) {
    return {first, model.id, filter.since, filter.diagnoses, filter.method, filter.without};
}

std::vector<Near> by_index(pg::Connection& connection, const text::Embedding& to, const ModelInfo& model,
                           const NearestFilter& filter, std::int64_t limit) {
    const std::string list = list_of(to);
    std::vector<Near> all;
    pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
    // Looks at more than it gives: the nearer neighbours of a neighbour are what the graph can miss.
    connection.script("prepare the search", "set local hnsw.ef_search = 400; set local enable_seqscan = off;"
                                            " set local enable_sort = off");
    append(
        connection.query("search by the index", pg::with_vector_schema(connection, sql::nearest_by_index),
                         {list, model.id, model.vector_index, model.indexed_before, filter.without, limit}),
        all);
    // Few rows, found by the time they were written; the planner takes them for many.
    connection.script("prepare the search", "set local enable_sort = on; set local "
                                            "max_parallel_workers_per_gather = 0");
    append(connection.query("search later reports", pg::with_vector_schema(connection, sql::nearest_later),
                            {list, model.id, model.indexed_before, filter.without, limit}),
           all);
    snapshot.commit();
    keep_nearest(all, limit);
    return all;
}

std::vector<Near> by_scan(pg::Connection& connection, const text::Embedding& to, const ModelInfo& model,
                          const NearestFilter& filter, std::int64_t limit) {
    std::vector<Near> all;
    pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
    connection.script("prepare the search", "set local enable_indexscan = off");
    auto values = parameters(list_of(to), model, filter);
    values.emplace_back(limit);
    append(connection.query("search reports", pg::with_vector_schema(connection, sql::nearest_scan), values),
           all);
    snapshot.commit();
    keep_nearest(all, limit);
    return all;
}

// Without pgvector: every vector comes here, some at a time.
std::vector<Near> in_program(pg::Connection& connection, const text::Embedding& to, const ModelInfo& model,
                             const NearestFilter& filter, std::int64_t limit) {
    std::vector<Near> all;
    pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
    auto values = parameters(model.id, model, filter);
    values.erase(values.begin());
    connection.query("search reports", sql::declare_vectors, values);
    for (;;) {
        const auto rows = connection.query("fetch vectors", "fetch 1000 from report_vectors");
        if (rows.empty()) break;
        const pg::Column encounter = rows.column("encounter_id");
        const pg::Column report = rows.column("report_id");
        const pg::Column vector = rows.column("vector");
        for (const pg::Row row : rows)
            all.push_back({row[encounter].string(), row[report].string(),
                           static_cast<double>(text::cosine(to, floats_of_array(row[vector].text())))});
        keep_nearest(all, limit);
    }
    snapshot.commit();
    return all;
}

} // namespace

std::vector<Near> nearest(pg::Connection& connection, const text::Embedding& to, const ModelInfo& model,
                          const NearestFilter& filter, std::int64_t limit) {
    if (vector_type(connection) == pg::VectorType::real_array)
        return in_program(connection, to, model, filter, limit);
    const bool indexed =
        !model.vector_index.empty() && !filter.any() && !filter.exact && limit <= kMostByIndex;
    return indexed ? by_index(connection, to, model, filter, limit)
                   : by_scan(connection, to, model, filter, limit);
}

} // namespace padchestd::text_store
