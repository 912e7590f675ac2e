#include "store/report_vectors.h"

#include "store/row_tables.h"
#include "util/step.h"

namespace padchestd::store {

namespace {

void copy_vector(pg::BinaryCopyWriter& copy, const text::Placed& placed, const ReportVectors& vectors) {
    copy.text(vectors.model_id);
    if (placed.cluster)
        copy.smallint(static_cast<std::int16_t>(*placed.cluster));
    else
        copy.null();
    if (placed.embedding)
        copy.vector(*placed.embedding, vectors.type);
    else
        copy.null();
}

} // namespace

void copy_reports(pg::Connection& connection, std::span<const RowWrite> writes, const RowStamp& stamp,
                  const ReportVectors& vectors) {
    util::step("copy_reports");
    const UpsertTable table = report_table(WithVectors::yes);
    pg::BinaryCopyWriter copy(connection, "copy reports", copy_target(table),
                              static_cast<std::int16_t>(table.columns.size()));
    for (const RowWrite& write : writes) {
        const auto& record = *write.record;
        const auto& report = *record.report;
        copy.begin_row();
        copy.text(record.encounter.encounter_id).text(report.report_id);
        copy.optional_text(report.text)
            .text(stamp.language)
            .optional_text(report.label_method)
            .hash(report.content_hash);
        copy.integer(record.position.generation)
            .bigint(static_cast<std::int64_t>(record.position.byte_offset))
            .timestamp(stamp.at);
        copy_vector(copy, vectors.model.place(report.text, stamp.language), vectors);
    }
    copy.finish();
}

} // namespace padchestd::store
