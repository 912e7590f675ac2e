#include "text_store/corpus.h"

#include "text_store/sql.h"
#include "util/step.h"

namespace padchestd::text_store {

std::int64_t read_corpus(pg::Connection& connection, const std::string& language,
                         text::CorpusSample& sample) {
    constexpr int kPage = 5'000; // some 2 MB
    std::int64_t count = 0;
    std::string encounter;
    std::string report;
    for (;;) {
        util::step("text_corpus_page");
        const auto page =
            connection.query("read reports", sql::corpus_page, {encounter, report, language, kPage});
        for (int row = 0; row < page.rows(); ++row) sample.add(page.text(row, 2));
        count += page.rows();
        if (page.rows() < kPage) return count;
        encounter = page.text(page.rows() - 1, 0);
        report = page.text(page.rows() - 1, 1);
    }
}

std::int64_t count_reports(pg::Connection& connection) {
    return connection.query("count reports", "select coalesce(sum(reports), 0) from dwh.agg_label_method")
        .integer(0, 0);
}

} // namespace padchestd::text_store
