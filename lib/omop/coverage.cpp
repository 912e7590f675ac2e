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
    if (!version.empty()) coverage.vocabulary_version = version.value().optional_text().value_or("");
    const auto tables = connection.query(kAttempt, sql::vocabulary_rows);
    for (const pg::Row table : tables)
        coverage.vocabulary.push_back({table["name"].string(), table["rows"].integer()});
    const auto fields = connection.query(kAttempt, sql::coverage);
    for (const pg::Row field : fields)
        coverage.fields.push_back({field["field"].string(), field["rows"].integer(),
                                   field["mapped_rows"].integer(), field["codes"].integer(),
                                   field["mapped_codes"].integer()});
    return coverage;
}

} // namespace padchestd::omop
