#include "quality/assessment.h"

#include "config/value.h"
#include "pg/transaction.h"
#include "quality/check.h"
#include "quality/sql.h"
#include "util/time_text.h"

#include <algorithm>

namespace padchestd::quality {

namespace {

// What reads them, a trend, needs no more; a run has some dozens of rows.
constexpr std::int64_t kKeptRuns = 1'000;

std::optional<std::int64_t> last_batch(pg::Connection& connection, const std::string& feed) {
    const auto rows = connection.query("read the last batch",
                                       "select batch_id from ingest.checkpoint where feed = $1", {feed});
    if (rows.empty()) return std::nullopt;
    return rows.value().integer();
}

CheckResult run(pg::Connection& connection, const Check& check, double threshold) {
    const auto counts = connection.query("check " + std::string(check.name), check.sql);
    CheckResult result;
    result.category = check.category;
    result.name = check.name;
    result.description = check.description();
    result.checked_rows = counts.only()["checked_rows"].integer();
    result.failing_rows = counts.only()["failing_rows"].integer();
    result.threshold = threshold;
    return result;
}

// A text[] of one member of each result; the server reads the numbers.
template<typename Member>
std::string column(const std::vector<CheckResult>& results, Member member) {
    std::vector<std::string> texts;
    texts.reserve(results.size());
    for (const auto& result : results) texts.push_back(member(result));
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    return pg::text_array(views);
}

// The database decides what has passed, by the column that people read.
void store(pg::Connection& connection, Assessment& assessment) {
    constexpr std::string_view kAttempt = "store the results of the quality checks";
    auto& results = assessment.results;
    if (results.empty()) return;
    pg::Transaction transaction(connection);
    // Two runs at once get two numbers. Readers are not kept waiting.
    connection.query(kAttempt, "lock table ingest.quality_results in share row exclusive mode");
    std::optional<std::string> batch;
    if (assessment.batch) batch = std::to_string(*assessment.batch);
    const auto stored =
        connection.query(kAttempt, sql::store_results,
                         {assessment.feed, batch, assessment.checked_at,
                          column(results, [](const auto& r) { return r.category; }),
                          column(results, [](const auto& r) { return r.name; }),
                          column(results, [](const auto& r) { return std::to_string(r.checked_rows); }),
                          column(results, [](const auto& r) { return std::to_string(r.failing_rows); }),
                          column(results, [](const auto& r) { return config::show_ratio(r.threshold); })});
    for (const pg::Row row : stored) {
        assessment.run = row["run_id"].integer();
        const auto found = std::find_if(results.begin(), results.end(),
                                        [&](const auto& r) { return r.name == row["check_name"].text(); });
        found->passed = row["passed"].boolean();
    }
    connection.query(kAttempt, "delete from ingest.quality_results where run_id <= $1",
                     {assessment.run - kKeptRuns});
    transaction.commit();
}

} // namespace

double CheckResult::failing_share() const {
    return checked_rows == 0 ? 0 : static_cast<double>(failing_rows) / static_cast<double>(checked_rows);
}

std::size_t Assessment::failed() const {
    return static_cast<std::size_t>(
        std::count_if(results.begin(), results.end(), [](const auto& result) { return !result.passed; }));
}

Assessment assess(pg::Connection& connection, const Thresholds& thresholds, const std::string& feed,
                  const util::Clock& clock) {
    Assessment assessment;
    assessment.checked_at = util::rfc3339(clock.now());
    assessment.feed = feed;
    {
        const pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
        assessment.batch = last_batch(connection, feed);
        for (const Check& check : checks())
            if (const auto threshold = thresholds.at(std::string(check.name)))
                assessment.results.push_back(run(connection, check, *threshold));
    }
    store(connection, assessment);
    return assessment;
}

} // namespace padchestd::quality
