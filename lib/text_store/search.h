#pragma once
// Reports by meaning: the nearest to a query or to a study, by the cosine of their embeddings, with the share
// of the query's words that they hold beside it. Reads ods.reports as the caller's role: who may not read
// reports gets an error, never a report.

#include "pg/connection.h"
#include "text/query.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::text_store {

struct SearchOptions {
    std::int64_t limit = 20;
    std::string since;     // ISO date of the first study; empty: all
    std::string diagnosis; // code or term; studies with it or one below it in the taxonomy; empty: all
    std::string method;    // label_method; empty: all
    bool explain = false;
    bool exact = false; // do not ask the vector index
};

struct Hit {
    std::string encounter_id, report_id;
    double score = 0;                            // cosine, -1 to 1
    double text_score = 0;                       // share of the query's words that the report holds, 0 to 1
    std::vector<std::string> diagnoses;          // terms, sorted
    std::vector<text::Contribution> explanation; // with SearchOptions::explain
};

// `query`: Spanish words or the feed's stems; a term of the taxonomy in English is looked up first. By score,
// ties by keys. Throws util::Failure: usage (empty, stop words only, too long, a bad option), unavailable (no
// model yet), data (no word of it is known, a damaged model); pg::Error.
[[nodiscard]] std::vector<Hit> search(pg::Connection& connection, const std::string& query,
                                      const SearchOptions& options);

// The nearest to the reports of a study, itself left out; text_score is 0. Throws util::Failure: data where
// the study is not there or has no embedding.
[[nodiscard]] std::vector<Hit> similar(pg::Connection& connection, const std::string& encounter_id,
                                       const SearchOptions& options);

} // namespace padchestd::text_store
