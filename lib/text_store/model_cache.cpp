#include "text_store/model_cache.h"

#include "pg/error.h"
#include "text_store/sql.h"
#include "util/failure.h"

namespace padchestd::text_store {

void ModelCache::load(pg::Connection& connection, const std::string& id) {
    model_.reset();
    problem_.clear();
    id_ = id;
    if (id_.empty()) return;
    try {
        model_ = load_model(connection, id_);
    } catch (const pg::Error&) {
        id_.clear();
        throw;
    } catch (const util::Failure& failure) { // damaged: the rows matter more than their vectors
        problem_ = failure.what();
    }
}

std::optional<ModelCache::Held> ModelCache::hold(pg::Connection& connection) {
    // Two statements: the second one's snapshot is taken after the lock was granted.
    const auto rows = connection.script("hold the text model", sql::hold_model);
    const pg::Row row = rows.only();
    const std::string id = row["model"].optional_string().value_or("");
    if (id != id_) load(connection, id);
    if (!model_) {
        if (!id_.empty())
            connection.query("note that reports lack embeddings",
                             "update ods.text_models set settled = false where model_id = $1 and settled",
                             {id_});
        return std::nullopt;
    }
    const bool vectors = row["is_vector"].boolean();
    return Held{model_.get(), id_, vectors ? pg::VectorType::vector : pg::VectorType::real_array};
}

} // namespace padchestd::text_store
