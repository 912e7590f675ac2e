#include "omop/coverage.h"

#include "omop/sql.h"
#include "pg/transaction.h"

namespace padchestd::omop {

Coverage read_coverage(pg::Connection& connection) {
    constexpr std::string_view kAttempt = "read how far OMOP concepts are mapped";
    const pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
    Coverage coverage;
    const auto version = connection.query(
        kAttempt, "select vocabulary_version from omop.vocabulary where vocabulary_id = 'None'");
    if (!version.empty()) coverage.vocabulary_version = version.text(0, 0);
    const auto tables = connection.query(kAttempt, sql::vocabulary_rows);
    for (int row = 0; row < tables.rows(); ++row)
        coverage.vocabulary.push_back({std::string(tables.text(row, 0)), tables.integer(row, 1)});
    const auto fields = connection.query(kAttempt, sql::coverage);
    for (int row = 0; row < fields.rows(); ++row)
        coverage.fields.push_back({std::string(fields.text(row, 0)), fields.integer(row, 1),
                                   fields.integer(row, 2), fields.integer(row, 3), fields.integer(row, 4)});
    return coverage;
}

} // namespace padchestd::omop
