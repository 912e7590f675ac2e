#pragma once
// The metrics as tables, read from the analytics views, for a terminal, a spreadsheet or a program. The page
// with charts is dashboard/writer.h.

#include "pg/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::warehouse {

struct ReportTable {
    struct Column {
        std::string name;
        bool number = false; // aligned to the right; a JSON number
    };
    std::string name;  // of the view in analytics: `encounters_per_month`
    std::string title; // for people
    std::vector<Column> columns;
    std::vector<std::vector<std::optional<std::string>>> rows; // none: NULL
    std::int64_t left_out = 0;                                 // rows beyond ReportOptions::rows
};

struct ReportOptions {
    std::string metric;    // one view's name only; empty: all of them
    std::int64_t rows = 0; // the most rows of a table (per age group where it ranks within each); 0: all
};

enum class ReportFormat {
    text, // aligned columns under a title
    json, // {"encounters_per_month":[{"month":"2014-05-01","encounters":1829},…],…}
    csv,  // RFC 4180; with several tables, each under a line `# name` and with an empty line between them
};

// The views that report() reads, in its order.
[[nodiscard]] std::vector<std::string> report_metrics();

// All tables in one snapshot. `connection` is outside a transaction. Throws util::Failure (usage) where
// options.metric is none of report_metrics(), pg::Error.
[[nodiscard]] std::vector<ReportTable> report(pg::Connection& connection, const ReportOptions& options = {});

[[nodiscard]] std::string render(const std::vector<ReportTable>& tables, ReportFormat format);

} // namespace padchestd::warehouse
