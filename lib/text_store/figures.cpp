#include "text_store/figures.h"

#include "pg/error.h"
#include "text_store/sql.h"
#include "util/failure.h"

#include <algorithm>

namespace padchestd::text_store {

namespace {

void read_counts(pg::Connection& connection, Figures& figures) {
    const std::string model = figures.model ? figures.model->id : "";
    const auto counts = connection.query("count embedded reports", sql::figures, {model});
    const pg::Row row = counts.only();
    figures.reports = row["reports"].integer();
    figures.embedded = row["embedded"].integer();
    figures.without_terms = row["without_terms"].integer();
    figures.refused = row["refused"].integer();
    figures.waiting = row["waiting"].integer();
    figures.says_nothing = row["says_nothing"].integer();
    const auto texts = connection.query("count texts that occur repeatedly", sql::repeated_texts);
    figures.distinct_texts = texts.only()["distinct_texts"].integer();
    figures.largest_group = texts.only()["largest_group"].integer();
    figures.drafted = connection.query("count drafts", "select count(*) from ods.report_embedding_drafts")
                          .value()
                          .integer();
}

// Oldest first.
std::vector<Drift> read_drift(pg::Connection& connection, const std::optional<ModelInfo>& model, int months) {
    std::vector<Drift> drift;
    if (!model) return drift;
    const auto rows =
        connection.query("count unknown words", sql::drift, {model->id, std::to_string(months)});
    for (const pg::Row row : rows)
        drift.push_back({row["month"].string(), row["stems"].integer(), row["unknown"].number()});
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
