#include "warehouse/report.h"

#include "pg/transaction.h"
#include "util/failure.h"

#include <array>

namespace padchestd::warehouse {

namespace {

// A view of analytics as people read it. Its columns are fixed by its migration.
struct Metric {
    std::string_view view;
    std::string_view title;
    std::string_view columns; // of the SELECT; dates as text, whatever the session's DateStyle
    std::string_view order;
    std::string_view rank{}; // the column that ReportOptions::rows limits; empty: the rows' number
};

constexpr auto kMetrics = std::to_array<Metric>({
    {"encounters_per_month", "Encounters per month",
     "to_char(month, 'YYYY-MM-DD') as month, encounters, undated_feeds", "month"},
    {"encounters_per_month_of_year", "Encounters per month of the year",
     "month_of_year, encounters, undated_feeds", "month_of_year"},
    {"frequent_diagnoses_by_age_group", "Most frequent diagnoses by age group (of synthetic patients)",
     "age_group, rank, diagnosis_code, description, kind, encounters, share, patient_draw", "age_group, rank",
     "rank"},
    {"avg_studies_per_patient", "Studies per patient (synthetic)",
     "encounters, patients_with_studies, patients_in_pool, avg_per_patient, avg_per_pool_patient, "
     "patient_draw",
     "encounters"},
    {"studies_per_patient_distribution", "Patients by number of studies (synthetic)",
     "studies, patients, patient_draw", "studies"},
    {"diagnosis_frequency", "Most frequent diagnoses", "diagnosis_code, description, kind, encounters",
     "encounters desc, diagnosis_code"},
    {"diagnosis_pairs", "Diagnoses that occur together", "code_a, code_b, encounters, support, lift",
     "encounters desc, code_a, code_b"},
    {"report_keywords", "Stems in the reports", "stem, reports", "reports desc, stem"},
    {"report_clusters", "Clusters of report texts (agreement of words, no diagnosis)",
     "cluster, encounters, array_to_string(top_terms, ' ') as top_terms, "
     "array_to_string(top_diagnoses, ', ') as top_diagnoses",
     "encounters desc, cluster"},
});

std::string statement(const Metric& metric) {
    const std::string rank = metric.rank.empty()
                                 ? "row_number() over (order by " + std::string(metric.order) + ")"
                                 : std::string(metric.rank);
    // `place`: of the row; `all_rows`: how many there are.
    return "select * from (select " + std::string(metric.columns) + ", " + rank +
           " as place, count(*) over () as all_rows from analytics." + std::string(metric.view) +
           ") as metric where $1::bigint = 0 or place <= $1::bigint order by " + std::string(metric.order);
}

ReportTable read(pg::Connection& connection, const Metric& metric, std::int64_t most_rows) {
    const pg::Result result =
        connection.query("read analytics." + std::string(metric.view), statement(metric), {most_rows});
    ReportTable table{std::string(metric.view), std::string(metric.title), {}, {}, 0};
    const pg::Column all_rows = result.column("all_rows");
    std::vector<pg::Column> columns = result.columns();
    std::erase_if(columns, [](const pg::Column& column) {
        return column.name == "place" || column.name == "all_rows";
    });
    for (const pg::Column& column : columns)
        table.columns.push_back({std::string(column.name), result.holds_numbers(column)});
    for (const pg::Row row : result) {
        auto& cells = table.rows.emplace_back();
        for (const pg::Column& column : columns) cells.push_back(row[column].optional_string());
        table.left_out = row[all_rows].integer() - static_cast<std::int64_t>(result.size());
    }
    return table;
}

} // namespace

std::vector<std::string> report_metrics() {
    std::vector<std::string> names;
    names.reserve(kMetrics.size());
    for (const Metric& metric : kMetrics) names.emplace_back(metric.view);
    return names;
}

std::vector<ReportTable> report(pg::Connection& connection, const ReportOptions& options) {
    std::vector<ReportTable> tables;
    pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
    for (const Metric& metric : kMetrics) {
        if (options.metric.empty() || options.metric == metric.view)
            tables.push_back(read(connection, metric, options.rows));
    }
    snapshot.commit();
    if (tables.empty()) {
        std::string known;
        for (const std::string& name : report_metrics()) known += (known.empty() ? "" : ", ") + name;
        throw util::Failure("there is no metric " + options.metric, "one of: " + known,
                            util::ExitCode::usage);
    }
    return tables;
}

} // namespace padchestd::warehouse
