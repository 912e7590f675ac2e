#include "text_store/figures.h"

#include "pg/error.h"
#include "text_store/sql.h"
#include "util/failure.h"

#include <algorithm>

namespace padchestd::text_store {

namespace {

void read_counts(pg::Connection& connection, Figures& figures) {
    const std::string model = figures.model ? figures.model->id : "";
    const auto row = connection.query("count embedded reports", sql::figures, {model});
    figures.reports = row.integer(0, 0);
    figures.embedded = row.integer(0, 1);
    figures.without_terms = row.integer(0, 2);
    figures.refused = row.integer(0, 3);
    figures.waiting = row.integer(0, 4);
    figures.says_nothing = row.integer(0, 5);
    const auto texts = connection.query("count texts that occur repeatedly", sql::repeated_texts);
    figures.distinct_texts = texts.integer(0, 0);
    figures.largest_group = texts.integer(0, 1);
    figures.drafted =
        connection.query("count drafts", "select count(*) from ods.report_embedding_drafts").integer(0, 0);
}

// Oldest first.
std::vector<Drift> read_drift(pg::Connection& connection, const std::optional<ModelInfo>& model, int months) {
    std::vector<Drift> drift;
    if (!model) return drift;
    const auto rows =
        connection.query("count unknown words", sql::drift, {model->id, std::to_string(months)});
    for (int row = 0; row < rows.rows(); ++row)
        drift.push_back({std::string(rows.text(row, 0)), rows.integer(row, 1), rows.number(row, 2)});
    return drift;
}

} // namespace

Figures read_figures(pg::Connection& connection) {
    Figures figures;
    figures.model = find_model(connection, ModelState::current);
    figures.filling = find_model(connection, ModelState::filling);
    figures.pgvector = vector_type(connection) == pg::VectorType::vector;
    if (figures.model) {
        try {
            static_cast<void>(load_model(connection, figures.model->id));
        } catch (const pg::Error&) {
            throw;
        } catch (const util::Failure& failure) {
            figures.problem = failure.what();
        }
    }
    read_counts(connection, figures);
    figures.drift = read_drift(connection, figures.model, 12);
    return figures;
}

std::optional<Drift> newest_drift(pg::Connection& connection) {
    const auto drift = read_drift(connection, find_model(connection, ModelState::current), 1);
    if (drift.empty()) return std::nullopt;
    return drift.back();
}

} // namespace padchestd::text_store
