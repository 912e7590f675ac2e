#pragma once
// A feed of made-up reports, its database, and the upkeep of its vectors.

#include "integration/warehouse/differences.h"
#include "support/ingest_rig.h"
#include "support/made_up_reports.h"
#include "text_store/maintenance.h"
#include "text_store/model_table.h"

namespace padchestd::tests {

struct VectorRig : IngestRig {
    VectorRig() { settings.patients.count = 20; }

    // Studies `from` to `to` - 1, each with its made-up report.
    void append_studies(int from, int to) {
        std::string lines = from == 0 ? feed_header() : "";
        for (int i = from; i < to; ++i) lines += line(i, made_up_report(static_cast<std::size_t>(i)));
        append(lines);
    }
    static std::string line(int number, const std::string& report) {
        const std::string id = std::to_string(100'000 + number);
        return feed_line({.image = id + "_a.png",
                          .study = id,
                          .report_id = id,
                          .report = report,
                          .label_method = number % 3 == 0 ? "Physician" : "RNN_model",
                          .labels = number % 6 == 1 ? "['pleural effusion']" : "['cardiomegaly']"});
    }
    static std::string id(int number) { return std::to_string(100'000 + number); }

    text_store::Upkeep fit() {
        text_store::UpkeepOptions options;
        options.force_fit = true;
        options.parameters.clusters = 6;
        options.parameters.cluster_starts = 10; // so few texts have many bad groupings
        return text_store::keep_up(sql(), options, clock);
    }
    std::string model() { return value("select model_id from ods.text_models where state = 'current'"); }
    long long unpromised() {
        return number("select count(*) from ods.reports where embedding_model is distinct from "
                      "(select model_id from ods.text_models where state = 'current')");
    }
    std::string differences() { return said(warehouse::verify(sql(), clock)); }
};

// As on a server without pgvector: arrays, as the first migration makes them there.
// A statement at a time, as a cluster takes them.
inline void use_arrays(pg::Connection& connection) {
    for (const char* const table : {"reports", "report_embedding_drafts", "report_vectors"})
        connection.script("use arrays", "alter table ods." + std::string(table) +
                                            " alter column embedding type real[] using embedding::real[]");
    connection.script("use arrays", "alter table ods.reports add constraint reports_embedding_shape check"
                                    " (array_ndims(embedding) = 1 and cardinality(embedding) = 384"
                                    " and array_position(embedding, null) is null)");
}

} // namespace padchestd::tests
