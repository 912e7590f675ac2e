#pragma once
// The models in the database (ods.text_models, ods.text_clusters): reading, checking and writing versions.

#include "pg/binary_copy_writer.h"
#include "text/model.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace padchestd::text_store {

// A model's row without the model.
struct ModelInfo {
    std::string id;
    std::int64_t texts = 0;   // distinct ones that it was fitted on
    std::int64_t reports = 0; // that there were at the fit
    std::int64_t terms = 0;
    double energy = 0;
    std::uint64_t seed = 0;
    int method_version = 0;
    std::string language;
    std::string fitted_at;
    std::string current_since; // empty: not yet
    bool settled = false;      // every report is known to have been embedded by it
    std::string vector_index;  // its HNSW index; empty: none
    std::string indexed_before;
};

enum class ModelState { filling, current };

[[nodiscard]] std::optional<ModelInfo> find_model(pg::Connection& connection, ModelState state);

// Throws util::Failure (data) where what is stored is not what was fitted (its checksum says so), or is of
// another method than this program's.
[[nodiscard]] std::unique_ptr<const text::Model> load_model(pg::Connection& connection,
                                                            const std::string& id);

// Stores a fitted model as the one that fills, instead of an earlier one that never came into use. One
// transaction. Returns its id.
std::string store_filling(pg::Connection& connection, const text::Model& model, std::int64_t reports,
                          const std::string& at);

// How ods.reports.embedding is stored.
[[nodiscard]] pg::VectorType vector_type(pg::Connection& connection);

// Held shared by whoever writes reports, for the transaction, so that a change of the model in use or of the
// column's type falls between two batches; held alone by whoever changes them.
inline constexpr std::int64_t kReportsLock = 7'130'384;

} // namespace padchestd::text_store
