#pragma once
// Embeddings of a batch's reports, computed while the rows are written.

#include "pg/binary_copy_writer.h"
#include "store/study_rows.h"
#include "text/model.h"

#include <span>
#include <string_view>

namespace padchestd::store {

// The model in use, held by the caller for the transaction (text_store/model_cache.h).
struct ReportVectors {
    const text::Model& model;
    std::string_view model_id;
    pg::VectorType type;
};

// New reports by COPY, with their vectors, in binary form: as text they would take longer than all else.
void copy_reports(pg::Connection& connection, std::span<const RowWrite> writes, const RowStamp& stamp,
                  const ReportVectors& vectors);

} // namespace padchestd::store
