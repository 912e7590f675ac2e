#include "text_store/model_table.h"

#include "pg/transaction.h"
#include "text_store/floats.h"
#include "text_store/sql.h"
#include "util/failure.h"
#include "util/random.h"
#include "util/step.h"

#include <nlohmann/json.hpp>

#include <span>
#include <stdexcept>
#include <vector>

namespace padchestd::text_store {

namespace {

std::string parameters_json(const text::Parameters& parameters) {
    return nlohmann::json({{"least_documents", parameters.least_documents},
                           {"most_texts", parameters.most_texts},
                           {"most_terms", parameters.most_terms},
                           {"dimensions", text::kDimensions},
                           {"oversample", parameters.oversample},
                           {"iterations", parameters.iterations},
                           {"clusters", parameters.clusters},
                           {"cluster_texts", parameters.cluster_texts},
                           {"cluster_starts", parameters.cluster_starts}})
        .dump();
}

std::string text_array(const std::vector<std::string>& values) {
    return pg::text_array(std::vector<std::string_view>(values.begin(), values.end()));
}

std::vector<std::string> terms_of(pg::Connection& connection, const std::string& id) {
    const auto rows = connection.query(
        "read a model's vocabulary",
        "select t.term from ods.text_models as m, unnest(m.terms) with ordinality as t(term, place)"
        " where m.model_id = $1 order by t.place",
        {id});
    std::vector<std::string> terms;
    terms.reserve(rows.size());
    for (const pg::Row row : rows) terms.push_back(row["term"].string());
    return terms;
}

text::Model read_model(pg::Connection& connection, const std::string& id, const pg::Row& row) {
    text::Model::Parts parts;
    parts.parameters.method_version = row["method_version"].integer<int>();
    parts.language = row["language"].text();
    parts.parameters.seed = static_cast<std::uint64_t>(row["seed"].integer());
    parts.texts = row["texts"].integer<std::size_t>();
    parts.energy = row["energy"].number();
    parts.vocabulary = text::Vocabulary(terms_of(connection, id), floats_of(row["idf"].text()));
    parts.basis = floats_of(row["basis"].text());
    parts.centres.values = floats_of(row["centres"].text());
    const auto clusters = connection.query(
        "read a model's clusters",
        "select cluster, x, y from ods.text_clusters where model_id = $1 order by place", {id});
    for (const pg::Row found : clusters) {
        auto& cluster = parts.clusters.emplace_back();
        cluster.number = found["cluster"].integer<int>();
        cluster.x = static_cast<float>(found["x"].number());
        cluster.y = static_cast<float>(found["y"].number());
    }
    return text::Model(std::move(parts));
}

util::Failure damaged(const std::string& id) {
    return {"cannot use the text model " + id + ": it is not what was fitted",
            "was ods.text_models or ods.text_clusters changed by hand? `padchestd text fit` makes a new one",
            util::ExitCode::data};
}

} // namespace

std::optional<ModelInfo> find_model(pg::Connection& connection, ModelState state) {
    const auto rows = connection.query("look for a text model", sql::find_model,
                                       {state == ModelState::current ? "current" : "filling"});
    if (rows.empty()) return std::nullopt;
    const pg::Row row = rows.only();
    ModelInfo info;
    info.id = row["model_id"].text();
    info.texts = row["texts"].integer();
    info.reports = row["reports"].integer();
    info.terms = row["terms"].integer();
    info.energy = row["energy"].number();
    info.seed = static_cast<std::uint64_t>(row["seed"].integer());
    info.method_version = row["method_version"].integer<int>();
    info.language = row["language"].text();
    info.fitted_at = row["fitted_at"].text();
    info.current_since = row["current_since"].optional_text().value_or("");
    info.settled = row["settled"].boolean();
    info.vector_index = row["vector_index"].optional_text().value_or("");
    info.indexed_before = row["indexed_before"].optional_text().value_or("");
    return info;
}

std::unique_ptr<const text::Model> load_model(pg::Connection& connection, const std::string& id) {
    const auto rows = connection.query("read a text model",
                                       "select method_version, language, seed, texts, energy, idf, basis,"
                                       " centres, checksum from ods.text_models where model_id = $1",
                                       {id});
    if (rows.empty()) throw damaged(id);
    const pg::Row row = rows.only();
    if (row["method_version"].integer() != text::kMethodVersion || row["language"].text() != text::kLanguage)
        throw util::Failure(
            "cannot use the text model " + id + ": it was fitted by another method, or to another language",
            "was the program updated? `padchestd text fit` makes a new one", util::ExitCode::data);
    try {
        auto model = std::make_unique<const text::Model>(read_model(connection, id, row));
        if (pg::Param(model->checksum()).c_str() != row["checksum"].string()) throw damaged(id);
        return model;
    } catch (const std::logic_error&) { // NULL, or of another form
        throw damaged(id);
    }
}

std::string store_filling(pg::Connection& connection, const text::Model& model, std::int64_t reports,
                          const std::string& at) {
    const auto& parts = model.parts();
    std::string id = "lsa-" + std::to_string(parts.parameters.method_version) + "-" +
                     util::hex(model.checksum()).substr(0, 8) + "-" + util::random_uuid().substr(0, 4);
    pg::Transaction transaction(connection);
    connection.query("drop a text model that never came into use",
                     "delete from ods.text_models where state = 'filling'");
    connection.query("store a text model", sql::store_model,
                     {id, parts.parameters.method_version, parts.language,
                      static_cast<std::int64_t>(parts.parameters.seed), parameters_json(parts.parameters),
                      parts.texts, reports, parts.energy, text_array(parts.vocabulary.terms()),
                      bytea_of(parts.vocabulary.idf()), bytea_of(parts.basis), bytea_of(parts.centres.values),
                      model.checksum(), at});
    int place = 0;
    for (const auto& cluster : parts.clusters)
        connection.query("store a text cluster",
                         "insert into ods.text_clusters (model_id, place, cluster, terms, x, y, texts)"
                         " values ($1, $2, $3, $4::text[], $5, $6, $7)",
                         {id, place++, cluster.number, text_array(cluster.terms),
                          static_cast<double>(cluster.x), static_cast<double>(cluster.y), cluster.texts});
    util::step("text_model_commit");
    transaction.commit();
    return id;
}

pg::VectorType vector_type(pg::Connection& connection) {
    const auto type = connection.query("look at the type of embeddings",
                                       "select atttypid::regtype::text like '%vector' from pg_attribute"
                                       " where attrelid = 'ods.reports'::regclass and attname = 'embedding'");
    return type.value().boolean() ? pg::VectorType::vector : pg::VectorType::real_array;
}

} // namespace padchestd::text_store
