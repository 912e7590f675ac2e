#include "text_store/corpus.h"

#include "text_store/sql.h"
#include "util/step.h"

namespace padchestd::text_store {

std::int64_t read_corpus(pg::Connection& connection, const std::string& language,
                         text::CorpusSample& sample) {
    constexpr std::size_t kPage = 5'000; // some 2 MB
    std::int64_t count = 0;
    std::string encounter;
    std::string report;
    for (;;) {
        util::step("text_corpus_page");
        const auto page =
            connection.query("read reports", sql::corpus_page, {encounter, report, language, kPage});
        for (const pg::Row row : page) sample.add(row["report_text"].text());
        count += static_cast<std::int64_t>(page.size());
        if (page.size() < kPage) return count;
        encounter = page.back()["encounter_id"].text();
        report = page.back()["report_id"].text();
    }
}

std::int64_t count_reports(pg::Connection& connection) {
    return connection.query("count reports", "select coalesce(sum(reports), 0) from dwh.agg_label_method")
        .value()
        .integer();
}

} // namespace padchestd::text_store
