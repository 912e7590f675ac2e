#pragma once
// The reports of a model that are nearest to a vector, by whatever the database offers: pgvector's index, a
// scan by pgvector, or a scan in the program.

#include "pg/connection.h"
#include "text_store/model_table.h"

#include <optional>
#include <string>
#include <vector>

namespace padchestd::text_store {

struct NearestFilter {
    std::optional<std::string> since;     // ISO date
    std::optional<std::string> diagnoses; // codes, as a text[] literal: any of them
    std::optional<std::string> method;    // label_method
    std::optional<std::string> without;   // an encounter that is left out
    bool exact = false;

    [[nodiscard]] bool any() const { return since || diagnoses || method; }
};

struct Near {
    std::string encounter_id, report_id;
    double cosine = 0;
};

// At most `limit`, nearest first, ties by keys. `connection` is outside a transaction.
[[nodiscard]] std::vector<Near> nearest(pg::Connection& connection, const text::Embedding& to,
                                        const ModelInfo& model, const NearestFilter& filter,
                                        std::int64_t limit);

} // namespace padchestd::text_store
