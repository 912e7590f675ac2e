#include "dashboard/quality_trend.h"

#include "dashboard/count_json.h"
#include "dashboard/sql.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <utility>

namespace padchestd::dashboard {

using nlohmann::json;

namespace {

struct Range {
    std::int64_t least, most;
};

// The counts that are published as `count` is.
Range alike(std::int64_t count, std::uint64_t least) {
    const auto step = static_cast<std::int64_t>(least);
    if (count == 0) return {0, 0};
    const Count published = publish(count, least);
    return published ? Range{*published, *published + step - 1} : Range{1, step - 1};
}

} // namespace

std::optional<bool> published_result(std::int64_t checked, std::int64_t failing, double threshold,
                                     bool passed, std::uint64_t least) {
    if (least <= 1) return passed;
    const Range of = alike(checked, least);
    const Range fail = alike(failing, least);
    if (static_cast<double>(fail.most) <= threshold * static_cast<double>(of.least)) return true;
    if (static_cast<double>(fail.least) > threshold * static_cast<double>(of.most)) return false;
    return std::nullopt;
}

json read_quality_trend(pg::Connection& connection, const Options& options) {
    const pg::Result rows = connection.query("read the runs of the quality checks", sql::quality_runs);
    json runs = json::array();
    json checks = json::array();
    json results = json::array();
    for (const pg::Row row : rows) {
        const auto run = row["place"].integer<std::size_t>();
        runs[run] = {{"run", row["run_id"].integer()}, {"at", row["checked_at"].text()}};
        const auto name = row["check_name"].text();
        if (checks.empty() || checks.back()["name"] != name)
            checks.push_back({{"category", row["category"].text()}, {"name", name}});
        const auto checked = row["checked_rows"].integer();
        const auto failing = row["failing_rows"].integer();
        const auto threshold = row["threshold"].number();
        const auto passed =
            published_result(checked, failing, threshold, row["passed"].boolean(), options.small_cells);
        results.push_back({run, checks.size() - 1, count_json(publish(checked, options.small_cells)),
                           count_json(publish(failing, options.small_cells)), threshold,
                           passed ? json(*passed) : json()});
    }
    return {{"runs", std::move(runs)}, {"checks", std::move(checks)}, {"results", std::move(results)}};
}

} // namespace padchestd::dashboard
