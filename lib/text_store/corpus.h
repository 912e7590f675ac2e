#pragma once
// The reports in the store, page by page in the order of their keys: no long transaction, bounded memory.

#include "pg/connection.h"
#include "text/corpus_sample.h"

#include <cstdint>
#include <string>

namespace padchestd::text_store {

// Adds every report of the language to the sample. Returns how many reports with a text there are.
std::int64_t read_corpus(pg::Connection& connection, const std::string& language, text::CorpusSample& sample);

// As the warehouse counts them: no table is scanned.
[[nodiscard]] std::int64_t count_reports(pg::Connection& connection);

} // namespace padchestd::text_store
