#pragma once
// The HNSW index over embeddings, where pgvector is there. It is partial: it has the reports of one model
// that were written before it was built, so that ingestion never waits for it. Later reports are scanned;
// when they have become many, a new index is built beside the old one, concurrently.

#include "pg/connection.h"
#include "text_store/model_table.h"

namespace padchestd::text_store {

// Whether the model in use has no index, or one that misses too many reports. False where there is no
// pgvector or this role does not own the table.
[[nodiscard]] bool index_is_due(pg::Connection& connection, const ModelInfo& model);

// Builds it and drops the one before, and what an interrupted build left. Outside a transaction.
void build_index(pg::Connection& connection, const ModelInfo& model);

// ods.reports.embedding from real[] to vector(384), where pgvector has come since; makes the extension first
// where this role may. Returns whether it converted. Outside a transaction.
bool adopt_pgvector(pg::Connection& connection);

} // namespace padchestd::text_store
