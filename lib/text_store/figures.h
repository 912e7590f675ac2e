#pragma once
// What `padchestd text status` shows: the model in use and how far the reports follow it.

#include "pg/connection.h"
#include "text_store/model_table.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::text_store {

// How much of a month's words the model does not know.
struct Drift {
    std::string month; // `2014-05-01`
    std::int64_t stems = 0;
    double unknown = 0; // share of them, 0 to 1
};

struct Figures {
    std::optional<ModelInfo> model;   // in use
    std::optional<ModelInfo> filling; // on its way
    std::string problem;              // the model in use is damaged; empty: it is not
    std::int64_t reports = 0;         // with a text
    std::int64_t embedded = 0;        // by the model in use, with a vector
    std::int64_t without_terms = 0;   // looked at by it: no term left
    std::int64_t refused = 0;         // looked at by it: another form or language
    std::int64_t waiting = 0;         // not looked at by it
    std::int64_t drafted = 0;         // by the one on its way
    std::int64_t says_nothing = 0;    // a code, points, one word
    std::int64_t distinct_texts = 0;
    std::int64_t largest_group = 0; // reports that share one text
    bool pgvector = false;
    std::vector<Drift> drift; // the last twelve months that have reports, oldest first
};

// Reads the reports once: a second for 100,000.
[[nodiscard]] Figures read_figures(pg::Connection& connection);

// Of the newest month that has reports; none without a model or without a month. Reads that month only.
// Throws pg::Error.
[[nodiscard]] std::optional<Drift> newest_drift(pg::Connection& connection);

} // namespace padchestd::text_store
