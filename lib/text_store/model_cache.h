#pragma once
// The model in use, kept between batches and read again only when another one came into use.

#include "text_store/model_table.h"

namespace padchestd::text_store {

class ModelCache {
  public:
    struct Held {
        const text::Model* model = nullptr;
        std::string_view id;
        pg::VectorType type = pg::VectorType::real_array;
    };

    // In a transaction that writes reports: keeps model and column as they are until its end. Nothing where
    // no model is in use, or where it is damaged: reports then go in without embeddings, and are embedded by
    // the next fit. What it gives lives until the next call.
    [[nodiscard]] std::optional<Held> hold(pg::Connection& connection);

    // Why the model in use could not be loaded; empty: nothing is wrong.
    [[nodiscard]] const std::string& problem() const { return problem_; }

  private:
    void load(pg::Connection& connection, const std::string& id);

    std::string id_; // of the model in use, loaded or not; empty: none
    std::unique_ptr<const text::Model> model_;
    std::string problem_;
};

} // namespace padchestd::text_store
